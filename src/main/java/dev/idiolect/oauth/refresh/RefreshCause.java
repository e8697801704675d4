package dev.idiolect.oauth.refresh;

/** Why a session is refreshed. */
enum RefreshCause {
    /** The access token is about to expire. */
    EXPIRY,
    /** A server refused the access token. */
    REFUSAL,
    /** The application wants new tokens. */
    WISH;

    /** Returns whether the refresh waits for the delay after an earlier failure. */
    boolean heedsBackoff() {
        return this != WISH;
    }
}
