package dev.idiolect.oauth.login;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a request was not made or has no answer. The message holds nothing of what was sent or received. */
final class ExchangeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    ExchangeException(String message, boolean transientFailure, @Nullable Throwable cause) {
        super(message, cause);
        this.transientFailure = transientFailure;
    }

    static ExchangeException permanent(String message) {
        return new ExchangeException(message, false, null);
    }

    static ExchangeException passing(String message) {
        return new ExchangeException(message, true, null);
    }

    /** Whether the same request may work later. */
    boolean isTransient() {
        return transientFailure;
    }
}
