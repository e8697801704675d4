package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.util.List;

/** Turns a request to a client's base URI into one to the account's server. */
final class RequestSigner {

    private static final String DPOP = "DPoP";

    private RequestSigner() {}

    static void sign(ClientRequestContext request, RequestAttempt sent) {
        OAuthSession session = sent.session();
        URI target = at(sent.origin(), request.getUri());
        request.setUri(target);
        MultivaluedMap<String, Object> headers = request.getHeaders();
        // Whatever credentials came along, such as propagated ones of the application's own caller, were meant for
        // others.
        for (String name : List.of(DpopSigned.ACCOUNT, HttpHeaders.AUTHORIZATION, DPOP)) {
            remove(headers, name);
        }
        if (!sent.call().isSigned()) {
            return;
        }
        if (session.isBearer()) {
            headers.putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + session.accessJwt());
            return;
        }
        String proof = sent.call()
                .proofs()
                .proof(session.dpopPrivateKeyJwk(), request.getMethod(), target, session.accessJwt());
        headers.putSingle(HttpHeaders.AUTHORIZATION, "DPoP " + session.accessJwt());
        headers.putSingle(DPOP, proof);
    }

    private static URI at(String origin, URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return URI.create(origin + path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    }

    private static void remove(MultivaluedMap<String, Object> headers, String name) {
        headers.remove(name);
        for (String key : List.copyOf(headers.keySet())) {
            if (key.equalsIgnoreCase(name)) {
                headers.remove(key);
            }
        }
    }
}
