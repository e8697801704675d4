package dev.idiolect.oauth.login;

import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServerMetadata;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.login.LoginException.Reason;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pushes the authorization request to the server, so that the browser's URL only refers to it (RFC 9126). */
final class PushedAuthorizationRequest {

    private final TokenEndpointClient endpoint;
    private final Clock clock;

    PushedAuthorizationRequest(TokenEndpointClient endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** Posts the request and returns the URL for the browser. */
    URI push(
            AuthorizationServerMetadata server,
            PendingLogin login,
            ClientAuthentication authentication,
            String scope,
            String state,
            @Nullable String loginHint) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("response_type", "code");
        form.put("redirect_uri", login.redirectUri());
        form.put("scope", scope);
        form.put("state", state);
        form.put("code_challenge", Pkce.s256Challenge(login.codeVerifier()));
        form.put("code_challenge_method", "S256");
        if (loginHint != null) {
            form.put("login_hint", loginHint);
        }
        HttpResponse response;
        try {
            response = endpoint.post(
                            server.pushedAuthorizationRequestEndpoint(),
                            login.issuer(),
                            login.dpopPrivateKey(),
                            authentication,
                            form)
                    .response();
        } catch (ExchangeException e) {
            throw LoginException.noResponse("the pushed authorization request endpoint of " + server.issuer(), e);
        }
        if (!response.isSuccess()) {
            throw LoginException.refused(
                    "The pushed authorization request endpoint of " + server.issuer(), response, clock);
        }
        return browserUrl(
                server.authorizationEndpoint().toString(), login.clientId(), requestUri(response, server.issuer()));
    }

    static String requestUri(HttpResponse response, String issuer) {
        String requestUri = response.string("request_uri");
        if (requestUri == null || requestUri.isEmpty()) {
            throw LoginException.withoutRequestUri("the pushed authorization request endpoint of " + issuer, response);
        }
        if (!MaxLength.URL.allows(requestUri)) {
            throw LoginException.of(
                    Reason.PROTOCOL_ERROR,
                    "Invalid response from the pushed authorization request endpoint of " + issuer
                            + ": request_uri has more than " + MaxLength.URL.limit() + " characters");
        }
        return requestUri;
    }

    static URI browserUrl(String authorizationEndpoint, String clientId, String requestUri) {
        return URI.create(authorizationEndpoint
                + (authorizationEndpoint.contains("?") ? "&" : "?")
                + "client_id=" + encode(clientId)
                + "&request_uri=" + encode(requestUri));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
