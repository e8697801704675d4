package dev.idiolect.oauth.rest;

/** Why a server refused a request without looking at it, so that it may be sent again; and how often it is. */
enum Challenge {
    /** It wants its nonce in the proof. */
    NONCE(2),
    /** It doesn't take the access token. */
    TOKEN(1),
    /** It doesn't take the proof, and its clock is not ours. */
    CLOCK(1);

    private final int limit;

    Challenge(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }
}
