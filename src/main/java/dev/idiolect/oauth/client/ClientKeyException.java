package dev.idiolect.oauth.client;

import dev.idiolect.oauth.OAuthException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when client keys cannot be read or are invalid, or when the key that a session is bound to is missing. */
public class ClientKeyException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String keyId;

    ClientKeyException(String message, @Nullable String keyId, @Nullable Throwable cause) {
        super(message, cause);
        this.keyId = keyId;
    }

    /**
     * Returns the id of the missing or invalid key.
     *
     * @return its {@code kid}; empty if the key has none, or if the key set as a whole is invalid
     */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }
}
