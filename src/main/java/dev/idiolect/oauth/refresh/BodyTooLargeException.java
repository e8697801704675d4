package dev.idiolect.oauth.refresh;

import java.io.IOException;

/** Ends an exchange whose answer is larger than any honest one. */
final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException(int limit) {
        super("the answer is larger than " + limit + " bytes");
    }
}
