package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.WwwAuthenticate;
import dev.idiolect.oauth.session.OAuthSession;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Updates nonce and clock offset from a response, and records in the call whether it must be retried. */
final class SigningResponseFilter implements ClientResponseFilter {

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        // Some runtimes run response filters without a response: status 0, null headers.
        if (!(request.getProperty(RequestAttempt.PROPERTY) instanceof RequestAttempt attempt)
                || response.getStatus() <= 0) {
            return;
        }
        SignedCall call = attempt.call();
        String nonce = first(response, "DPoP-Nonce");
        DpopNonces nonces = call.proofs().nonces();
        nonces.update(attempt.origin(), nonce);
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
        OAuthSession session = attempt.session();
        if (response.getStatus() == 401) {
            String scheme = session.isBearer() ? OAuthSession.BEARER : OAuthSession.DPOP;
            String error = WwwAuthenticate.error(all(response, HttpHeaders.WWW_AUTHENTICATE), scheme);
            if ("invalid_token".equals(error)) {
                return Challenge.TOKEN;
            }
            if (!session.isBearer() && "use_dpop_nonce".equals(error)) {
                return hasNonce ? Challenge.NONCE : null;
            }
            if (!session.isBearer() && "invalid_dpop_proof".equals(error)) {
                return clockWasWrong(attempt, response) ? Challenge.CLOCK : null;
            }
        }
        boolean legacyError = session.isBearer() && (response.getStatus() == 400 || response.getStatus() == 401);
        if (legacyError
                && attempt.call().canRetry(Challenge.TOKEN)
                && isJson(response)
                && ResponseBody.isExpiredToken(response)) {
            return Challenge.TOKEN;
        }
        return null;
    }

    private static boolean clockWasWrong(RequestAttempt attempt, ClientResponseContext response) {
        DpopProofFactory proofs = attempt.call().proofs();
        proofs.correctClock(attempt.origin(), first(response, HttpHeaders.DATE));
        // Not the result of correctClock: another call may have set the offset since this request was signed.
        return !proofs.clockOffset(attempt.origin()).equals(attempt.clockOffset());
    }

    private static boolean isJson(ClientResponseContext response) {
        String type = first(response, HttpHeaders.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    private static @Nullable String first(ClientResponseContext response, String name) {
        List<String> values = all(response, name);
        return values.isEmpty() ? null : values.get(0);
    }

    private static List<String> all(ClientResponseContext response, String name) {
        MultivaluedMap<String, String> headers = response.getHeaders();
        if (headers != null) {
            for (Map.Entry<String, List<String>> header : headers.entrySet()) {
                if (name.equalsIgnoreCase(header.getKey()) && header.getValue() != null) {
                    return header.getValue();
                }
            }
        }
        return List.of();
    }
}
