package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;

/** Prints sessions while they are read, so that a long list does not fill the memory. */
interface SessionOutput {

    void add(OAuthSession session);

    /** Prints the rest, and returns the number of sessions. */
    int end();
}
