package dev.idiolect.oauth.client;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a client authenticates at authorization servers: as a public client by its identifier, or with a key. Immutable and
 * safe for use by many threads.
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
     * Returns the authentication of a client, or of an earlier form of it that a session began with.
     *
     * @param keys the client's keys, or null for a public client
     * @param clientId the client's identifier
     * @param keyId the {@code kid} that the session is bound to, or null if it belongs to a public client
     * @return the authentication
     * @throws ClientKeyException if {@code keyId} is not among the keys
     */
    public static ClientAuthentication of(@Nullable ClientKeys keys, String clientId, @Nullable String keyId) {
        if (keyId == null) {
            return new ClientAuthentication(clientId, null);
        }
        if (keys == null) {
            throw new ClientKeyException(
                    "There are no client keys, but the session belongs to a confidential client " + clientId
                            + " with the key " + keyId + ": configure the client keys again",
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
     * Returns the form fields for one attempt of a request, {@code client_id} among them. Every attempt needs its own.
     *
     * @param issuer the issuer identifier of the authorization server, for which the assertion is valid
     * @param now the time by the server's clock, as far as it is known
     * @return the fields
     * @throws ClientKeyException if the key cannot sign
     */
    public Map<String, String> fields(String issuer, Instant now) {
        return key == null ? Map.of("client_id", clientId) : key.assertionFields(clientId, issuer, now);
    }
}
