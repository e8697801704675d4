package dev.idiolect.oauth.client;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates a client at authorization servers: a public client with its client id, a confidential client with a
 * signed assertion ({@code private_key_jwt}). Immutable and thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.2">RFC 7523 section 2.2</a>
 */
public final class ClientAuthentication {

    private final String clientId;
    private final @Nullable ClientKey key;

    private ClientAuthentication(String clientId, @Nullable ClientKey key) {
        this.clientId = clientId;
        this.key = key;
    }

    /**
     * Returns the authentication for a session. The session may have been created with an earlier client id or key.
     *
     * @param keys the client's keys, or null for a public client
     * @param clientId the session's client id
     * @param keyId the {@code kid} that the session is bound to, or null if it belongs to a public client
     * @return the authentication
     * @throws InvalidClientException if {@code keyId} is not null and not among the keys
     */
    public static ClientAuthentication of(@Nullable ClientKeys keys, String clientId, @Nullable String keyId) {
        if (keyId == null) {
            return new ClientAuthentication(clientId, null);
        }
        if (keys == null) {
            throw new InvalidClientException(
                    "The client keys are missing: the session belongs to the confidential client " + clientId
                            + " and is bound to its key " + keyId,
                    keyId,
                    null);
        }
        return new ClientAuthentication(clientId, keys.byId(keyId));
    }

    /**
     * Returns whether the client authenticates with a key.
     *
     * @return true for a confidential client
     */
    public boolean isConfidential() {
        return key != null;
    }

    /**
     * Returns the form fields for one attempt of a request. Each attempt needs new fields, because an assertion can be
     * used once.
     *
     * @param issuer the authorization server's issuer identifier, which becomes the assertion's audience
     * @param now the current time by the server's clock, or by the local clock if the offset is unknown
     * @return the fields, including {@code client_id}
     * @throws InvalidClientException if the key cannot sign
     */
    public Map<String, String> fields(String issuer, Instant now) {
        return key == null ? Map.of("client_id", clientId) : key.assertionFields(clientId, issuer, now);
    }
}
