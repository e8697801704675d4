package dev.idiolect.oauth.rest;

/** A reason for which a server refuses a request before processing it, so that the request may be sent again. */
enum Challenge {
    /** The proof needs the server's nonce. */
    NONCE(2),
    /** The access token is expired or invalid. */
    TOKEN(1),
    /** The proof was refused because the local clock differs from the server's. */
    CLOCK(1);

    private final int maxRetries;

    Challenge(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    int maxRetries() {
        return maxRetries;
    }
}
