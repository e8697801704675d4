package dev.idiolect.oauth.session;

/** An event of an account's session. Events contain no tokens and no keys. More kinds of events may be added. */
public sealed interface SessionEvent permits SignedIn, SignedOut, SessionEnded {

    /**
     * Returns the account.
     *
     * @return its DID
     */
    String did();
}
