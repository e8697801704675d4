package dev.idiolect.oauth.examples;

// example: begin
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends signed requests with the HTTP client of the JDK. */
public final class SignedGet {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SessionRefresher refresher;
    private final DpopProofFactory proofs;

    SignedGet(SessionRefresher refresher, DpopProofFactory proofs) {
        this.refresher = refresher;
        this.proofs = proofs;
    }

    HttpResponse<String> get(String did, String method) throws IOException, InterruptedException {
        OAuthSession session = refresher.refreshIfNeeded(did);
        HttpResponse<String> response = send(session, method);
        // The first request may only fetch a nonce.
        boolean newNonce = response.headers()
                .firstValue("WWW-Authenticate")
                .filter(challenge -> challenge.contains("use_dpop_nonce"))
                .isPresent();
        return newNonce ? send(session, method) : response;
    }

    private HttpResponse<String> send(OAuthSession session, String method) throws IOException, InterruptedException {
        URI url = URI.create(session.pdsUrl() + "/xrpc/" + method);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).header("Authorization", session.tokenType() + " " + session.accessJwt());
        if (!session.isBearer()) {
            request.header("DPoP", proofs.proof(session.dpopPrivateKeyJwk(), "GET", url, session.accessJwt()));
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        response.headers()
                .firstValue("DPoP-Nonce")
                .ifPresent(nonce -> proofs.nonces().update(session.pdsUrl(), nonce));
        return response;
    }
}
// example: end
