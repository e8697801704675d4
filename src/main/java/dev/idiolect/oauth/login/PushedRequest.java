package dev.idiolect.oauth.login;

import dev.idiolect.oauth.http.ExchangeException;
import dev.idiolect.oauth.http.WebAnswer;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.refresh.ClientAuthentication;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands an authorization request to the server, so that the browser carries no more than its name (RFC 9126). */
final class PushedRequest {

    private final ProvenPost post;
    private final Clock clock;

    PushedRequest(ProvenPost post, Clock clock) {
        this.post = post;
        this.clock = clock;
    }

    /** Returns the address for the browser. */
    URI push(
            LoginServer server,
            PendingLogin login,
            ClientAuthentication authentication,
            String scope,
            String state,
            @Nullable String hint) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("response_type", "code");
        form.put("redirect_uri", login.redirectUri());
        form.put("scope", scope);
        form.put("state", state);
        form.put("code_challenge", Secrets.challenge(login.verifier()));
        form.put("code_challenge_method", "S256");
        if (hint != null) {
            form.put("login_hint", hint);
        }
        WebAnswer answer;
        try {
            answer = post.post(
                    server.pushEndpoint(), login.dpopKey(), authentication, login.clientKeyId() != null, form);
        } catch (ExchangeException e) {
            throw LoginException.unanswered("the pushed authorization request endpoint of " + server.issuer(), e);
        }
        if (answer.status() != 201 && answer.status() != 200) {
            throw Refusal.of(server.issuer() + ", asked to begin a login,", answer, clock);
        }
        String requestUri = ProvenPost.string(answer.json(), "request_uri");
        if (requestUri == null || requestUri.isEmpty()) {
            throw LoginException.of(
                    Reason.BROKEN_RULE,
                    server.issuer() + " took a pushed authorization request and named no request_uri");
        }
        String base = server.authorizationEndpoint().toString();
        return URI.create(base
                + (base.contains("?") ? "&" : "?")
                + "client_id=" + encode(login.clientId())
                + "&request_uri=" + encode(requestUri));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
