package dev.idiolect.oauth.examples;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

final class ClientKeysFile {

    private ClientKeysFile() {}

    // example: begin
    static String newKeySet(String keyId) throws JOSEException {
        var key = new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .keyID(keyId)
                .generate();
        return new JWKSet(key).toString(false); // false: with the private key
    }
    // example: end
}
