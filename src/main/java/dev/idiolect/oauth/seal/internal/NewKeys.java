package dev.idiolect.oauth.seal.internal;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import dev.idiolect.oauth.internal.http.SafeText;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Creates sets of encryption keys. */
public final class NewKeys {

    private NewKeys() {}

    /** Returns a set with one new key that has this id, as JSON. */
    public static String set(String id) {
        return text(List.of(generate(id)));
    }

    /**
     * Returns a set with a new key before the keys of another set, so that the new key encrypts.
     *
     * @throws SealException if the other set is invalid, or has a key of this id
     */
    public static String before(String id, String jwks) throws SealException {
        List<JWK> keys = keysWithout(id, jwks);
        keys.add(0, generate(id));
        return text(keys);
    }

    /**
     * Returns a set with a new key after the keys of another set, so that the new key only decrypts.
     *
     * @throws SealException if the other set is invalid, or has a key of this id
     */
    public static String after(String id, String jwks) throws SealException {
        List<JWK> keys = keysWithout(id, jwks);
        keys.add(generate(id));
        return text(keys);
    }

    /**
     * Returns the same keys with another one in front, so that this one encrypts.
     *
     * @throws SealException if the set is invalid, or has no key of this id
     */
    public static String promote(String id, String jwks) throws SealException {
        EncryptionKeys parsed = EncryptionKeys.parse(jwks);
        int position = parsed.ids().indexOf(id);
        if (position < 0) {
            throw SealException.invalid("there is no key " + SafeText.text(id) + ". The keys are " + parsed);
        }
        List<JWK> keys = keys(jwks);
        keys.add(0, keys.remove(position));
        return text(keys);
    }

    /**
     * Returns the ids of the keys of a set. The first key encrypts.
     *
     * @throws SealException if the set is invalid
     */
    public static List<String> ids(String jwks) throws SealException {
        return EncryptionKeys.parse(jwks).ids();
    }

    private static List<JWK> keysWithout(String id, String jwks) throws SealException {
        if (EncryptionKeys.parse(jwks).byId(id) != null) {
            throw SealException.invalid("the encryption keys already have a key " + id);
        }
        return keys(jwks);
    }

    /** Returns the keys of a valid set. */
    private static List<JWK> keys(String jwks) {
        try {
            return new ArrayList<>(JWKSet.parse(jwks).getKeys());
        } catch (ParseException e) {
            throw new IllegalStateException("The set was parsed before", e);
        }
    }

    private static JWK generate(String id) {
        try {
            return new OctetSequenceKeyGenerator(EncryptionKeys.BITS)
                    .keyID(id)
                    .keyUse(KeyUse.ENCRYPTION)
                    .algorithm(EncryptionMethod.A256GCM)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("The Java runtime cannot generate keys", e);
        }
    }

    // One line for each key, so that an operator can remove an old one.
    private static String text(List<JWK> keys) {
        return keys.stream().map(JWK::toJSONString).collect(Collectors.joining(",\n", "{\"keys\":[\n", "\n]}\n"));
    }
}
