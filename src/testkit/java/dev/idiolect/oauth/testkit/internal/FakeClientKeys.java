package dev.idiolect.oauth.testkit.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.JsonObject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Confidential clients: checks their assertions ({@code private_key_jwt}, RFC 7523). */
final class FakeClientKeys {

    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final long OLDEST_SECONDS = 60;

    private final Clock clock;
    private final FakeViolations violations;
    private final Map<String, JsonObject> keys = new ConcurrentHashMap<>();
    private final Set<String> clients = ConcurrentHashMap.newKeySet();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    FakeClientKeys(Clock clock, FakeViolations violations) {
        this.clock = clock;
        this.violations = violations;
    }

    void register(String clientId, String kid, JsonObject publicJwk) {
        clients.add(clientId);
        keys.put(clientId + " " + kid, publicJwk);
    }

    /** Returns the error for an invalid client authentication; null if it is valid or the client is public. */
    FakeResponse problem(FakeRequest request, Map<String, String> form, String issuer, String dpopThumbprint) {
        String clientId = form.get("client_id");
        if (!clients.contains(clientId)) {
            return null;
        }
        if (!form.containsKey("client_assertion")) {
            return error(request, "invalid_request", "client authentication required a \"client_assertion\"");
        }
        if (!TYPE.equals(form.get("client_assertion_type"))) {
            return error(request, "invalid_client", "Unsupported client_assertion_type");
        }
        try {
            SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
            JsonObject jwk = keys.get(clientId + " " + assertion.getHeader().getKeyID());
            if (jwk == null) {
                return error(
                        request,
                        "invalid_client",
                        "no key " + assertion.getHeader().getKeyID());
            }
            ECKey key = ECKey.parse(jwk.toString());
            if (!assertion.verify(new ECDSAVerifier(key))) {
                return error(request, "invalid_client", "signature verification failed");
            }
            if (key.computeThumbprint().toString().equals(dpopThumbprint)) {
                return error(
                        request,
                        "invalid_request",
                        "The DPoP proof must be signed with a different key than the client assertion");
            }
            return claims(request, assertion.getJWTClaimsSet(), clientId, issuer);
        } catch (ParseException | JOSEException e) {
            return error(request, "invalid_client", "Unable to verify \"client_assertion\" JWT: " + e.getMessage());
        }
    }

    private FakeResponse claims(FakeRequest request, JWTClaimsSet claims, String clientId, String issuer) {
        Instant now = clock.instant();
        if (!clientId.equals(claims.getIssuer()) || !clientId.equals(claims.getSubject())) {
            return error(request, "invalid_client", "unexpected \"iss\" or \"sub\" claim value");
        }
        if (!claims.getAudience().equals(List.of(issuer))) {
            return error(request, "invalid_client", "unexpected \"aud\" claim value: " + claims.getAudience());
        }
        Instant issued = claims.getIssueTime() == null
                ? Instant.MIN
                : claims.getIssueTime().toInstant();
        boolean ended = claims.getExpirationTime() != null
                && !now.isBefore(claims.getExpirationTime().toInstant());
        if (issued.isBefore(now.minusSeconds(OLDEST_SECONDS)) || issued.isAfter(now) || ended) {
            // No violation: a client learns of its wrong clock only from this response.
            return FakeResponse.oauthError(400, "invalid_client", "\"iat\" claim timestamp check failed");
        }
        if (claims.getJWTID() == null || !seen.add(claims.getJWTID())) {
            return error(request, "invalid_grant", "private_key_jwt jti reused");
        }
        return null;
    }

    /** Returns the {@code kid} of a valid assertion, or null if the client is public. */
    String keyId(Map<String, String> form) {
        try {
            return clients.contains(form.get("client_id"))
                    ? SignedJWT.parse(form.get("client_assertion")).getHeader().getKeyID()
                    : null;
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private FakeResponse error(FakeRequest request, String error, String description) {
        violations.add(request, description);
        return FakeResponse.oauthError(400, error, description);
    }
}
