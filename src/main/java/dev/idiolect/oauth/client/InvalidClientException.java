package dev.idiolect.oauth.client;

import dev.idiolect.oauth.OAuthException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a client's configuration violates the rules that authorization servers enforce, when its keys cannot be
 * read or are invalid, or when it lacks the key that a session is bound to.
 */
public class InvalidClientException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String keyId;

    InvalidClientException(String message, Throwable cause) {
        this(message, null, cause);
    }

    InvalidClientException(String message) {
        this(message, null, null);
    }

    InvalidClientException(String message, @Nullable String keyId, @Nullable Throwable cause) {
        super(message, cause);
        this.keyId = keyId;
    }

    /**
     * Returns the id of the missing or invalid key.
     *
     * @return its {@code kid}; empty if the key has none, or if the fault is not that of one key
     */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }
}
