package dev.idiolect.oauth.seal.internal;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.idiolect.oauth.internal.http.SafeText;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys that a key source returned in one call, in its order. Immutable. */
final class EncryptionKeys {

    static final int BITS = 256;
    private static final int MAX_ID = 256;

    // Transient, so that no serializer writes it.
    private final transient Map<String, EncryptionKey> keys;

    private EncryptionKeys(Map<String, EncryptionKey> keys) {
        this.keys = keys;
    }

    /**
     * Parses a JSON Web Key Set.
     *
     * @param jwks the set; null counts as invalid
     * @throws SealException if the set is invalid. The message repeats neither a key nor the parser's message, which
     *     may contain one
     */
    static EncryptionKeys parse(@Nullable String jwks) throws SealException {
        List<JWK> parsed;
        try {
            parsed = JWKSet.parse(String.valueOf(jwks)).getKeys();
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            throw SealException.invalid("the encryption keys are not a JSON Web Key Set: use"
                    + " {\"keys\":[{\"kty\":\"oct\",\"kid\":\"...\",\"k\":\"...\"}]}");
        }
        if (parsed.isEmpty()) {
            throw SealException.invalid("the set of encryption keys has no key: add one");
        }
        Map<String, EncryptionKey> keys = new LinkedHashMap<>();
        for (int i = 0; i < parsed.size(); i++) {
            EncryptionKey key = key(parsed.get(i), "encryption key " + (i + 1) + " of " + parsed.size());
            if (keys.put(key.id(), key) != null) {
                throw SealException.invalid("two encryption keys have the kid " + SafeText.text(key.id()));
            }
        }
        return new EncryptionKeys(keys);
    }

    private static EncryptionKey key(JWK jwk, String name) throws SealException {
        String id = jwk.getKeyID();
        if (id == null || id.isBlank() || id.length() > MAX_ID) {
            throw SealException.invalid(name + " needs a kid of at most " + MAX_ID + " characters");
        }
        if (!(jwk instanceof OctetSequenceKey key) || key.size() != BITS || !encrypts(jwk)) {
            throw SealException.invalid(
                    name + " (kid " + SafeText.text(id) + ") must be an oct key of 256 bits for A256GCM");
        }
        return new EncryptionKey(key);
    }

    private static boolean encrypts(JWK jwk) {
        Algorithm algorithm = jwk.getAlgorithm();
        return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.ENCRYPTION))
                && (algorithm == null
                        || algorithm.equals(JWEAlgorithm.DIR)
                        || algorithm.equals(EncryptionMethod.A256GCM));
    }

    /** Returns the key that encrypts. */
    EncryptionKey first() {
        return keys.values().iterator().next();
    }

    /** Returns a key, or null if there is none of this id. */
    @Nullable
    EncryptionKey byId(String id) {
        return keys.get(id);
    }

    /** Returns the ids in the order of the set. */
    List<String> ids() {
        return List.copyOf(keys.keySet());
    }

    /** Returns the ids of the keys, for messages. */
    @Override
    public String toString() {
        return SafeText.text(String.join(", ", keys.keySet()));
    }
}
