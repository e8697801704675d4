package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.WwwAuthenticate;
import dev.idiolect.oauth.rest.internal.HeaderLines;
import dev.idiolect.oauth.rest.internal.ResponseBody;
import dev.idiolect.oauth.session.OAuthSession;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Updates nonce and clock offset from a response, and records in the call whether it must be retried. */
final class SigningResponseFilter implements ClientResponseFilter {

    private static final String NEEDS_NONCE = "use_dpop_nonce";

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        // Some runtimes run response filters without a response: status 0, null headers.
        if (!(request.getProperty(RequestAttempt.PROPERTY) instanceof RequestAttempt attempt)
                || response.getStatus() <= 0) {
            return;
        }
        SignedCall call = attempt.call();
        String nonce = HeaderLines.first(response, "DPoP-Nonce");
        DpopNonces nonces = call.proofs().nonces();
        nonces.update(attempt.origin(), nonce);
        ContentDecoding.decode(request, response);
        if (!call.isSigned()) {
            return;
        }
        if (response.getStatus() < 300) {
            call.succeeded();
            return;
        }
        Challenge challenge = challenge(attempt, response, nonce != null && nonces.current(attempt.origin()) != null);
        if (challenge != null && call.refused(attempt, challenge)) {
            // An unread body blocks its connection. Only the body of the final response is left to the caller.
            ResponseBody.drain(response);
        }
    }

    private static @Nullable Challenge challenge(
            RequestAttempt attempt, ClientResponseContext response, boolean hasNonce) {
        int status = response.getStatus();
        if (status != 400 && status != 401 && status < 500) {
            return null;
        }
        boolean bearer = attempt.session().isBearer();
        String scheme = bearer ? OAuthSession.BEARER : OAuthSession.DPOP;
        List<String> errors = WwwAuthenticate.errors(HeaderLines.all(response, HttpHeaders.WWW_AUTHENTICATE), scheme);
        if (!bearer && errors.stream().anyMatch(NEEDS_NONCE::equalsIgnoreCase)) {
            return hasNonce ? Challenge.NONCE : null;
        }
        if (status == 401 && errors.contains("invalid_token")) {
            return token(attempt);
        }
        if (!bearer && status == 401 && errors.contains("invalid_dpop_proof")) {
            return clockWasWrong(attempt, response) ? Challenge.CLOCK : null;
        }
        return (bearer || errors.isEmpty()) && isJson(response) ? inBody(attempt, response, hasNonce) : null;
    }

    /** Some servers put the error into the body only. */
    private static @Nullable Challenge inBody(
            RequestAttempt attempt, ClientResponseContext response, boolean hasNonce) {
        boolean bearer = attempt.session().isBearer();
        Challenge nonce = !bearer && hasNonce ? Challenge.NONCE : null;
        String error = ResponseBody.error(response);
        if (error == null) {
            // It may be a challenge. A request that was refused with 401 can be sent again.
            return response.getStatus() == 401 ? nonce : null;
        }
        if (error.equalsIgnoreCase(NEEDS_NONCE)) {
            return nonce;
        }
        if (response.getStatus() >= 500) {
            // The server may have processed the request.
            return null;
        }
        return switch (error) {
            case "ExpiredToken" -> bearer ? token(attempt) : null;
            case "AccountDeactivated" -> Challenge.ACCOUNT;
            default -> null;
        };
    }

    private static Challenge token(RequestAttempt attempt) {
        return attempt.session().isExpired(Instant.now()) ? Challenge.EXPIRED : Challenge.TOKEN;
    }

    private static boolean clockWasWrong(RequestAttempt attempt, ClientResponseContext response) {
        DpopProofFactory proofs = attempt.call().proofs();
        proofs.correctClock(attempt.origin(), HeaderLines.first(response, HttpHeaders.DATE));
        // Not the result of correctClock: another call may have set the offset since this request was signed.
        return !proofs.clockOffset(attempt.origin()).equals(attempt.clockOffset());
    }

    private static boolean isJson(ClientResponseContext response) {
        String type = HeaderLines.first(response, HttpHeaders.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }
}
