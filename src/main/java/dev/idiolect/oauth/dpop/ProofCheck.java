package dev.idiolect.oauth.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;

/** Verifies a proof's signature with the JDK, to check that another provider signs correctly. */
final class ProofCheck {

    private ProofCheck() {}

    static boolean isSignedBy(DpopKey key, String proof) {
        try {
            return SignedJWT.parse(proof).verify(new ECDSAVerifier(ECKey.parse(key.publicJwk())));
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }
}
