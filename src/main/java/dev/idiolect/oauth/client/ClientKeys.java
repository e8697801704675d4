package dev.idiolect.oauth.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SecretFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a confidential client. New sessions use the first key. A session stays bound to its key until it ends, so
 * older sessions need the other keys. Immutable and thread-safe.
 *
 * <p>To rotate keys, put the new key first, publish {@link #jwks()}, and remove an old key when its last session has
 * ended. To revoke a key immediately, remove it; its sessions can then no longer be refreshed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517 section 5</a>
 */
public final class ClientKeys {

    private static final Logger LOG = System.getLogger(ClientKeys.class.getName());

    private final Map<String, ClientKey> keys;
    private final ClientKey current;

    private ClientKeys(Map<String, ClientKey> keys) {
        this.keys = keys;
        current = keys.values().iterator().next();
    }

    /**
     * Parses a JSON Web Key Set.
     *
     * @param jwks a JSON object {@code {"keys":[...]}} of P-256 private keys, each with a unique {@code kid}
     * @return the keys
     * @throws InvalidClientException if the text is not such a set; the message identifies the invalid key and contains
     *     no private part of it
     */
    public static ClientKeys parse(String jwks) {
        return parse(jwks, "Invalid client keys");
    }

    /**
     * Reads a JSON Web Key Set from a file. Logs a warning if every user of the machine can read or change the file.
     *
     * @param file a UTF-8 file with the text that {@link #parse(String)} accepts
     * @return the keys
     * @throws InvalidClientException if the file cannot be read or does not contain such a set
     */
    public static ClientKeys read(Path file) {
        String text;
        try {
            text = SecretFile.read(file, LOG);
        } catch (IOException e) {
            throw new InvalidClientException("Cannot read the client keys from " + file + ": " + e, null, e);
        }
        return parse(text, "Invalid client keys in " + file);
    }

    private static ClientKeys parse(String text, String error) {
        List<JWK> jwks;
        try {
            jwks = JWKSet.parse(text).getKeys();
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            // The parser's message may quote a key, so it is neither shown nor the cause.
            throw new InvalidClientException(error + ": " + mistake(text), null, null);
        }
        if (jwks.isEmpty()) {
            throw new InvalidClientException(error + ": the set has no key", null, null);
        }
        Map<String, ClientKey> keys = new LinkedHashMap<>();
        for (int i = 0; i < jwks.size(); i++) {
            ClientKey key = key(jwks.get(i), error + ": key " + (i + 1) + " of " + jwks.size());
            if (keys.put(key.id(), key) != null) {
                throw new InvalidClientException(
                        error + ": two keys have the kid " + SafeText.text(key.id()), key.id(), null);
            }
        }
        return new ClientKeys(keys);
    }

    /** Returns the first mistake of a text that is not a key set. */
    private static String mistake(String text) {
        try {
            Map<String, Object>[] keys = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(text), "keys");
            for (int i = 0; keys != null && i < keys.length; i++) {
                String reason = mistake(keys[i]);
                if (reason != null) {
                    Object id = keys[i].get("kid");
                    return "key " + (i + 1) + " of " + keys.length
                            + (id instanceof String kid ? " (kid " + SafeText.text(kid) + ")" : "") + " " + reason;
                }
            }
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            // The text is not a JSON object with keys.
        }
        return "use a JSON Web Key Set, {\"keys\":[...]}";
    }

    private static @Nullable String mistake(Map<String, Object> key) {
        try {
            JWK.parse(key);
            return null;
        } catch (ParseException | RuntimeException e) {
            return String.valueOf(e.getMessage()).contains("not on the")
                    ? "has a point (x, y) that is not on its curve: copy the key again, or create a new one"
                    : "is not a valid JSON Web Key";
        }
    }

    private static ClientKey key(JWK jwk, String error) {
        String id = jwk.getKeyID();
        if (id == null || id.isBlank()) {
            throw new InvalidClientException(error + " needs a kid", null, null);
        }
        boolean signs = (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(JWSAlgorithm.ES256));
        if (!(jwk instanceof ECKey key) || !Curve.P_256.equals(key.getCurve()) || !key.isPrivate() || !signs) {
            throw new InvalidClientException(
                    error + " (kid " + SafeText.text(id) + ") must be a P-256 private key for ES256 signatures",
                    id,
                    null);
        }
        try {
            return new ClientKey(key);
        } catch (JOSEException e) {
            throw new InvalidClientException(
                    error + " (kid " + SafeText.text(id) + ") cannot sign: its private and public parts do not match",
                    id,
                    null);
        }
    }

    /**
     * Returns the public keys, for the client metadata or its {@code jwks_uri}.
     *
     * @return a JSON Web Key Set without private parts
     */
    public String jwks() {
        return new JWKSet(keys.values().stream().<JWK>map(ClientKey::publicJwk).toList()).toString(true);
    }

    /**
     * Returns the id of the key that new sessions use.
     *
     * @return the {@code kid} of the first key
     */
    public String currentKeyId() {
        return current.id();
    }

    /** @throws InvalidClientException if there is no such key */
    ClientKey byId(String keyId) {
        ClientKey key = keys.get(Objects.requireNonNull(keyId, "keyId"));
        if (key == null) {
            throw new InvalidClientException(
                    "The client keys (" + String.join(", ", keys.keySet()) + ") have no key " + keyId
                            + ": add it again, or let the user sign in again",
                    keyId,
                    null);
        }
        return key;
    }

    /**
     * Returns a text for logs.
     *
     * @return the ids of the keys
     */
    @Override
    public String toString() {
        return "ClientKeys" + keys.keySet();
    }
}
