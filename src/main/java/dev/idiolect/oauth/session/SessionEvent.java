package dev.idiolect.oauth.session;

/** Something that happened to an account's session. Events hold no tokens and no keys. */
public sealed interface SessionEvent permits SignedIn, SignedOut, SessionEnded {

    /**
     * Returns whose session it is.
     *
     * @return the account's DID
     */
    String did();
}
