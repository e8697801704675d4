package dev.idiolect.oauth.rest;

/** A reason for a server to reject a request without processing it, so that the request may be sent again. */
enum Challenge {
    /** The proof lacks the server's current nonce. */
    NONCE(2),
    /** The server rejected an access token that has not expired. */
    TOKEN(1),
    /** The access token has expired, for example before a slow server checked it. The next token can expire, too. */
    EXPIRED(2),
    /** The account is not active on this server: it may have moved to another. */
    ACCOUNT(1),
    /** The server rejected the proof because the local clock differs from its own. */
    CLOCK(1);

    private final int maxRetries;

    Challenge(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    /** Returns how often a call is retried, for all challenges of the {@link #kind}. */
    int maxRetries() {
        return maxRetries;
    }

    /** Returns the challenge whose retries are counted together with those of this one. */
    Challenge kind() {
        return this == EXPIRED ? TOKEN : this;
    }
}
