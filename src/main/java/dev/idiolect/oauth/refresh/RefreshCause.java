package dev.idiolect.oauth.refresh;

/** Why a session is refreshed. */
enum RefreshCause {
    /** The access token is about to expire. */
    EXPIRY,
    /** A server refused the access token. */
    REFUSAL,
    /** The application requests new tokens. */
    REQUEST;

    /** Returns whether the refresh waits for the delay after an earlier failure. */
    boolean respectsBackoff() {
        return this != REQUEST;
    }
}
