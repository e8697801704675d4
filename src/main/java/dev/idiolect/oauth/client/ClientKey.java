package dev.idiolect.oauth.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.idiolect.oauth.internal.http.Base64Url;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A key with which a confidential client authenticates ({@code private_key_jwt}, ES256). Immutable and thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.2">RFC 7523 section 2.2</a>
 * @see <a href="https://atproto.com/specs/oauth#confidential-client-authentication">AT Protocol OAuth: client
 *     authentication</a>
 */
final class ClientKey {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    // Servers reject assertions that are issued in the future, even by one second, or more than a minute ago.
    private static final Duration BACKDATED = Duration.ofSeconds(10);
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final transient ECKey key;
    private final transient ECDSASigner signer;

    ClientKey(ECKey key) throws JOSEException {
        this.key = key;
        signer = new ECDSASigner(key);
        if (!assertion("client", "issuer", Instant.EPOCH).verify(new ECDSAVerifier(key))) {
            throw new JOSEException("its private and public parts do not match");
        }
    }

    /** Returns the {@code kid}, which is stored in the sessions that are bound to the key. */
    String id() {
        return key.getKeyID();
    }

    /** Returns the form fields for one attempt. The assertion is valid for at most one minute. */
    Map<String, String> assertionFields(String clientId, String issuer, Instant now) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("client_id", clientId);
        fields.put("client_assertion_type", ASSERTION_TYPE);
        try {
            fields.put("client_assertion", assertion(clientId, issuer, now).serialize());
        } catch (JOSEException e) {
            throw new InvalidClientException("The client key " + id() + " cannot sign", id(), e);
        }
        return fields;
    }

    private SignedJWT assertion(String clientId, String issuer, Instant now) throws JOSEException {
        Instant issued = now.minus(BACKDATED);
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .keyID(id())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(clientId)
                        .subject(clientId)
                        .audience(issuer)
                        .jwtID(Base64Url.random(16))
                        .issueTime(Date.from(issued))
                        .expirationTime(Date.from(issued.plus(LIFETIME)))
                        .build());
        assertion.sign(signer);
        return assertion;
    }

    /** Returns the public key in the form in which it is published. */
    ECKey publicJwk() {
        return new ECKey.Builder(key.getCurve(), key.getX(), key.getY())
                .keyID(id())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .build();
    }

    /** Returns a text for logs, without the key. */
    @Override
    public String toString() {
        return "ClientKey[" + id() + "]";
    }
}
