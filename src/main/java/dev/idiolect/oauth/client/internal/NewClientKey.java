package dev.idiolect.oauth.client.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

/** Makes keys for {@code private_key_jwt}. */
public final class NewClientKey {

    private NewClientKey() {}

    /**
     * Returns a set with one new P-256 private key.
     *
     * @param id the {@code kid} of the key
     * @return a JSON Web Key Set
     */
    public static String set(String id) {
        try {
            return "{\"keys\":[\n"
                    + new ECKeyGenerator(Curve.P_256)
                            .keyID(id)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.ES256)
                            .generate()
                            .toJSONString()
                    + "\n]}\n";
        } catch (JOSEException e) {
            throw new IllegalStateException("The Java runtime cannot generate keys", e);
        }
    }
}
