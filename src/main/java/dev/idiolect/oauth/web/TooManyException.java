package dev.idiolect.oauth.web;

import java.time.Duration;

/** Thrown when a client must wait before its next request. */
final class TooManyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    TooManyException(Duration retryAfter) {
        super("Too many requests; retry in " + retryAfter.toSeconds() + " s", null, false, false);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
