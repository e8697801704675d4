package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
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

/** Learns what a response says about nonce and clock, and marks the call if it was refused in a way that can be mended. */
final class SigningResponseFilter implements ClientResponseFilter {

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        // Some runtimes run response filters for requests that had no response: no status, no headers.
        if (!(request.getProperty(RequestAttempt.PROPERTY) instanceof RequestAttempt sent)
                || response.getStatus() <= 0) {
            return;
        }
        SignedCall call = sent.call();
        String nonce = first(response, "DPoP-Nonce");
        DpopNonces nonces = call.proofs().nonces();
        nonces.update(sent.origin(), nonce);
        if (!call.isSigned()) {
            return;
        }
        if (response.getStatus() < 300) {
            call.succeeded();
            return;
        }
        Challenge challenge = challenge(sent, response, nonce != null && nonces.current(sent.origin()) != null);
        if (challenge != null && call.refused(sent, challenge)) {
            // An unread body keeps its connection; that of a final answer is the caller's to read.
            ResponseBody.drain(response);
        }
    }

    private static @Nullable Challenge challenge(
            RequestAttempt sent, ClientResponseContext response, boolean nonceCame) {
        OAuthSession session = sent.session();
        if (response.getStatus() == 401) {
            String scheme = session.isBearer() ? OAuthSession.BEARER : OAuthSession.DPOP;
            String error = WwwAuthenticate.error(all(response, HttpHeaders.WWW_AUTHENTICATE), scheme);
            if ("invalid_token".equals(error)) {
                return Challenge.TOKEN;
            }
            if (!session.isBearer() && "use_dpop_nonce".equals(error)) {
                return nonceCame ? Challenge.NONCE : null;
            }
            if (!session.isBearer() && "invalid_dpop_proof".equals(error)) {
                return clockWasWrong(sent, response) ? Challenge.CLOCK : null;
            }
        }
        boolean legacyError = session.isBearer() && (response.getStatus() == 400 || response.getStatus() == 401);
        if (legacyError
                && sent.call().shouldRetry(Challenge.TOKEN)
                && isJson(response)
                && ResponseBody.saysExpired(response)) {
            return Challenge.TOKEN;
        }
        return null;
    }

    private static boolean clockWasWrong(RequestAttempt sent, ClientResponseContext response) {
        DpopProofFactory proofs = sent.call().proofs();
        proofs.learnClock(sent.origin(), first(response, HttpHeaders.DATE));
        // Not what learnClock returns: another call can have learnt the same since this one was signed.
        return !proofs.clockOffset(sent.origin()).equals(sent.clockOffset());
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
