package dev.idiolect.oauth.testkit.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks DPoP proofs by RFC 9449 section 4.3 and like the real server, in the same order. */
final class FakeProofs {

    static final long OLDEST_SECONDS = 185;
    static final long FARTHEST_AHEAD_SECONDS = 170;

    /** Thrown for an invalid proof; the error is {@code use_dpop_nonce} or {@code invalid_dpop_proof}. */
    static final class Rejected extends Exception {

        private static final long serialVersionUID = 1L;

        private final String error;

        Rejected(String error, String description) {
            super(description);
            this.error = error;
        }

        String error() {
            return error;
        }
    }

    private final Clock clock;
    private final FakeViolations violations;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    FakeProofs(Clock clock, FakeViolations violations) {
        this.clock = clock;
        this.violations = violations;
    }

    /** Returns the thumbprint of the proof's key; without an access token, it is a proof for the authorization server. */
    String check(FakeRequest request, String url, FakeNonces nonces, String accessToken) throws Rejected {
        List<String> proofs = request.all("DPoP");
        if (proofs.size() != 1) {
            throw invalid(
                    request, proofs.isEmpty() ? "DPoP proof required" : "DPoP header must contain a single proof");
        }
        JsonObject header = part(request, proofs.get(0), 0);
        JsonObject claims = part(request, proofs.get(0), 1);
        String thumbprint = verify(request, proofs.get(0), header);
        // Even if the request fails, the next one needs a new proof.
        boolean fresh = seen.add(text(claims, "jti"));
        if (text(claims, "jti").isEmpty()) {
            throw invalid(request, "DPoP \"jti\" missing");
        }
        if (!fresh) {
            violations.add(request, "jti used again: " + text(claims, "jti"));
        }
        checkAge(request, claims);
        if (!request.method().equals(text(claims, "htm"))) {
            throw invalid(request, "DPoP \"htm\" mismatch");
        }
        if (!url.equals(text(claims, "htu"))) {
            violations.add(request, "htu is " + text(claims, "htu") + ", not " + url);
            throw new Rejected("invalid_dpop_proof", "DPoP \"htu\" mismatch");
        }
        if (claims.containsKey("iss")) {
            violations.add(request, "proof with iss");
        }
        checkNonce(request, claims, nonces);
        if (accessToken == null && claims.containsKey("ath")) {
            throw invalid(request, "DPoP \"ath\" claim not allowed");
        }
        if (accessToken != null && !FakeSecrets.sha256(accessToken).equals(text(claims, "ath"))) {
            throw invalid(request, "DPoP \"ath\" mismatch");
        }
        if (!fresh) {
            throw new Rejected("invalid_dpop_proof", "DPoP proof replayed");
        }
        return thumbprint;
    }

    private String verify(FakeRequest request, String proof, JsonObject header) throws Rejected {
        if (!text(header, "typ").equals("dpop+jwt") || !text(header, "alg").equals("ES256")) {
            throw invalid(request, "Failed to verify DPoP proof: typ or alg");
        }
        if (!(header.get("jwk") instanceof JsonObject jwk) || jwk.containsKey("d")) {
            throw invalid(request, "Failed to verify DPoP proof: a public jwk is needed, and no private one");
        }
        try {
            ECKey key = ECKey.parse(jwk.toString());
            if (!SignedJWT.parse(proof).verify(new ECDSAVerifier(key))) {
                throw invalid(request, "Failed to verify DPoP proof: signature verification failed");
            }
            return key.computeThumbprint().toString();
        } catch (ParseException | JOSEException e) {
            throw invalid(request, "Failed to verify DPoP proof: " + e.getMessage());
        }
    }

    private void checkAge(FakeRequest request, JsonObject claims) throws Rejected {
        if (!(claims.get("iat") instanceof JsonNumber iat) || !iat.isIntegral()) {
            throw invalid(request, "Failed to verify DPoP proof: missing required \"iat\" claim");
        }
        Instant made = Instant.ofEpochSecond(iat.longValue());
        Instant now = clock.instant();
        if (made.isBefore(now.minusSeconds(OLDEST_SECONDS)) || made.isAfter(now.plusSeconds(FARTHEST_AHEAD_SECONDS))) {
            // No violation: a client learns of its wrong clock only from this response.
            throw new Rejected(
                    "invalid_dpop_proof", "Failed to verify DPoP proof: \"iat\" claim timestamp check failed");
        }
    }

    private void checkNonce(FakeRequest request, JsonObject claims, FakeNonces nonces) throws Rejected {
        if (!claims.containsKey("nonce")) {
            throw new Rejected("use_dpop_nonce", "Authorization server requires nonce in DPoP proof");
        }
        String nonce = text(claims, "nonce");
        if (!nonces.wasIssued(nonce)) {
            violations.add(request, "nonce of another server, or made up: " + nonce);
        }
        if (!nonces.isValid(nonce)) {
            throw new Rejected("use_dpop_nonce", "DPoP \"nonce\" mismatch");
        }
    }

    private Rejected invalid(FakeRequest request, String description) {
        violations.add(request, description);
        return new Rejected("invalid_dpop_proof", description);
    }

    private JsonObject part(FakeRequest request, String proof, int index) throws Rejected {
        try {
            byte[] json = Base64.getUrlDecoder().decode(proof.split("\\.", -1)[index]);
            return Jsons.parse(new String(json, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw invalid(request, "Failed to verify DPoP proof: Invalid Compact JWS");
        }
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : "";
    }
}
