package dev.idiolect.oauth.cli;

import java.net.URI;

/** Opens web pages on a desktop. */
interface Browser {

    /** Tries to open a page. Returns false if there is no desktop or its opener fails; never throws. */
    boolean open(URI page);
}
