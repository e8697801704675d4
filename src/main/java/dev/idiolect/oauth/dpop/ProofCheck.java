package dev.idiolect.oauth.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;

/** Checks a proof's signature with the JDK, to find out whether a provider signs what others accept. */
final class ProofCheck {

    private ProofCheck() {}

    static boolean isSignedBy(DpopKey prover, String proof) {
        try {
            return SignedJWT.parse(proof).verify(new ECDSAVerifier(ECKey.parse(prover.publicJwk())));
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }
}
