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
        if (status != 400 && status != 401) {
            return null;
        }
        boolean bearer = attempt.session().isBearer();
        String scheme = bearer ? OAuthSession.BEARER : OAuthSession.DPOP;
        String error = WwwAuthenticate.error(HeaderLines.all(response, HttpHeaders.WWW_AUTHENTICATE), scheme);
        if (status == 401 && "invalid_token".equals(error)) {
            return Challenge.TOKEN;
        }
        if (bearer) {
            return bodyError(attempt, response, Challenge.TOKEN).equals("ExpiredToken") ? Challenge.TOKEN : null;
        }
        if (status == 401 && "invalid_dpop_proof".equals(error)) {
            return clockWasWrong(attempt, response) ? Challenge.CLOCK : null;
        }
        if (!hasNonce) {
            return null;
        }
        // Some servers put the error into the body only.
        String reason = error == null ? bodyError(attempt, response, Challenge.NONCE) : error;
        return NEEDS_NONCE.equals(reason) ? Challenge.NONCE : null;
    }

    /** Returns the error in the body, or an empty string; reads the body only if the call can be retried for it. */
    private static String bodyError(RequestAttempt attempt, ClientResponseContext response, Challenge reason) {
        return attempt.call().canRetry(reason) && isJson(response) ? ResponseBody.error(response) : "";
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
