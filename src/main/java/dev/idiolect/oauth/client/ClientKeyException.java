package dev.idiolect.oauth.client;

import dev.idiolect.oauth.OAuthException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when a client's keys can't be read, or don't hold the one that a session needs. */
public class ClientKeyException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String keyId;

    /**
     * Creates an exception.
     *
     * @param message what is wrong with which key, and what to do; no part of a private key
     * @param keyId the {@code kid} of the key that is missing or unusable, or null
     * @param cause what led to it, or null
     */
    public ClientKeyException(String message, @Nullable String keyId, @Nullable Throwable cause) {
        super(message, cause);
        this.keyId = keyId;
    }

    /**
     * Returns which key is missing or unusable.
     *
     * @return its {@code kid}; empty if it has none, or if the keys as a whole can't be read
     */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }
}
