package dev.idiolect.oauth.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The keys of a confidential client: the first is for new sessions, the others are kept for the sessions that began with
 * them, since a session stays with its key for life. Immutable and safe for use by many threads.
 *
 * <p>To change keys, put the new one first, publish {@link #jwks()}, and take an old one away when its last session has
 * ended. To revoke one at once, take it away: its sessions end.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517 section 5</a>
 */
public final class ClientKeys {

    private static final int LARGEST_FILE = 256 * 1024;

    private final Map<String, ClientKey> keys;
    private final ClientKey newest;

    private ClientKeys(Map<String, ClientKey> keys) {
        this.keys = keys;
        newest = keys.values().iterator().next();
    }

    /**
     * Returns the keys that a JSON Web Key Set holds.
     *
     * @param jwks a JSON object with {@code keys}: P-256 private keys, each with a {@code kid} of its own
     * @return the keys
     * @throws ClientKeyException if the text is no such set; the message names the key and shows no part of it
     */
    public static ClientKeys parse(String jwks) {
        return parse(jwks, "The client keys");
    }

    /**
     * Returns the keys in a file.
     *
     * @param file what holds the text that {@link #parse(String)} takes, in UTF-8
     * @return the keys
     * @throws ClientKeyException if the file can't be read or holds no such text
     */
    public static ClientKeys read(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        } catch (IOException e) {
            throw new ClientKeyException("The client keys can't be read from " + file + ": " + e, null, e);
        }
        if (bytes.length > LARGEST_FILE) {
            throw new ClientKeyException(
                    "The client keys can't be read from " + file + ": it is larger than " + LARGEST_FILE + " bytes",
                    null,
                    null);
        }
        return parse(new String(bytes, StandardCharsets.UTF_8), "The client keys in " + file);
    }

    private static ClientKeys parse(String text, String where) {
        List<JWK> found;
        try {
            found = JWKSet.parse(text).getKeys();
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            // The parser's message can quote a key, so it is not passed on; for null it has an exception of its own.
            throw new ClientKeyException(
                    where + " can't be read: a JSON Web Key Set is needed, {\"keys\":[...]}", null, null);
        }
        if (found.isEmpty()) {
            throw new ClientKeyException(where + " hold no key", null, null);
        }
        Map<String, ClientKey> keys = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            ClientKey key = key(found.get(i), where + ": key " + (i + 1) + " of " + found.size());
            if (keys.put(key.id(), key) != null) {
                throw new ClientKeyException(where + ": two have the kid " + key.id(), key.id(), null);
            }
        }
        return new ClientKeys(keys);
    }

    private static ClientKey key(JWK jwk, String which) {
        String id = jwk.getKeyID();
        if (id == null || id.isBlank()) {
            throw new ClientKeyException(which + " needs a kid", null, null);
        }
        boolean signs = (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(JWSAlgorithm.ES256));
        if (!(jwk instanceof ECKey key) || !Curve.P_256.equals(key.getCurve()) || !key.isPrivate() || !signs) {
            throw new ClientKeyException(
                    which + " (kid " + id + ") must be a P-256 private key for ES256 signatures", id, null);
        }
        try {
            return new ClientKey(key);
        } catch (JOSEException e) {
            throw new ClientKeyException(
                    which + " (kid " + id + ") can't sign: its private and public parts must belong together",
                    id,
                    null);
        }
    }

    /**
     * Returns the public keys, for the client metadata or for the place that it names as {@code jwks_uri}.
     *
     * @return a JSON Web Key Set without private parts
     */
    public String jwks() {
        return new JWKSet(keys.values().stream().<JWK>map(ClientKey::published).toList()).toString(true);
    }

    /**
     * Returns the key that new sessions begin with.
     *
     * @return the first key of the set
     */
    public ClientKey newest() {
        return newest;
    }

    /**
     * Returns the key that a session began with.
     *
     * @param keyId the session's {@code clientKeyId}
     * @return the key
     * @throws ClientKeyException if there is none of that name
     */
    public ClientKey byId(String keyId) {
        ClientKey key = keys.get(Objects.requireNonNull(keyId, "keyId"));
        if (key == null) {
            throw new ClientKeyException(
                    "There is no client key " + keyId + ", only " + String.join(", ", keys.keySet())
                            + ". Put it back among the client keys, or let the account sign in again",
                    keyId,
                    null);
        }
        return key;
    }

    /**
     * Returns a text for logs: the keys' names.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "ClientKeys" + keys.keySet();
    }
}
