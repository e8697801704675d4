package dev.idiolect.oauth.cli;

import java.net.URI;

/** Opens web pages where there is a desktop. */
interface Browser {

    /** Tries to open a page; returns whether there was something to try, and never fails. */
    boolean open(URI page);
}
