package dev.idiolect.oauth.session;

/**
 * An event in the life of an account's session. Events contain no tokens and no keys. Later versions may add event
 * types.
 */
public sealed interface SessionEvent
        permits SignedIn,
                SignedOut,
                SessionRefreshed,
                RefreshFailed,
                SessionEnding,
                SessionEnded,
                AccountMoved,
                HandleChanged,
                RevocationFailed {

    /**
     * Returns the account.
     *
     * @return its DID
     */
    String did();
}
