package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A correct OAuth client, independent of the library except for its session value. Not thread-safe. */
public final class HandClient {

    private final Map<String, String> nonces = new ConcurrentHashMap<>();

    /** Returns the newest nonce of an origin, or null. */
    public String nonce(String url) {
        return nonces.get(origin(url));
    }

    /** Posts a form with a proof to an authorization server, and repeats it after a nonce challenge. */
    public HttpResponse<String> form(DpopKey key, String url, Map<String, String> fields) {
        return form(key, url, () -> fields);
    }

    /** Posts a form whose fields are created for each attempt, because they are for single use. */
    public HttpResponse<String> form(DpopKey key, String url, Supplier<Map<String, String>> fields) {
        for (boolean again = false; ; again = true) {
            HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("DPoP", key.proof("POST", url, nonce(url)))
                    .POST(BodyPublishers.ofString(Wire.form(fields.get()))));
            if (again || response.statusCode() != 400 || !response.body().contains("\"use_dpop_nonce\"")) {
                return response;
            }
        }
    }

    /** Posts JSON to an XRPC method as the session's account. */
    public HttpResponse<String> procedure(OAuthSession session, String nsid, JsonObject body) {
        return xrpc(session, "POST", nsid, "application/json", body.toString());
    }

    /** Calls an XRPC query as the session's account. */
    public HttpResponse<String> query(OAuthSession session, String nsidAndQuery) {
        return xrpc(session, "GET", nsidAndQuery, null, null);
    }

    /** Calls an XRPC method as the session's account, and repeats it after a nonce challenge. */
    public HttpResponse<String> xrpc(
            OAuthSession session, String method, String nsidAndQuery, String contentType, String body) {
        String url = session.pdsUrl() + "/xrpc/" + nsidAndQuery;
        String htu = url.replaceFirst("[?#].*", "");
        for (boolean again = false; ; again = true) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (contentType != null) {
                request.header("Content-Type", contentType);
            }
            if (session.isBearer()) {
                return send(request.header("Authorization", "Bearer " + session.accessJwt()));
            }
            String proof = DpopKey.of(session.dpopPrivateKeyJwk()).proof(method, htu, session.accessJwt(), nonce(url));
            HttpResponse<String> response = send(request.header("Authorization", "DPoP " + session.accessJwt())
                    .header("DPoP", proof));
            String challenge = response.headers().firstValue("WWW-Authenticate").orElse("");
            if (again || response.statusCode() != 401 || !challenge.contains("use_dpop_nonce")) {
                return response;
            }
        }
    }

    /** Requests new tokens and returns the response, even if it is an error. */
    public HttpResponse<String> tryRefresh(OAuthSession session) {
        return form(
                DpopKey.of(session.dpopPrivateKeyJwk()),
                session.issuer() + "/oauth/token",
                Map.of(
                        "grant_type", "refresh_token",
                        "refresh_token", session.refreshJwt(),
                        "client_id", session.clientId()));
    }

    /** Refreshes a session and returns it with its new tokens. */
    public OAuthSession refresh(OAuthSession session) {
        JsonObject tokens = Wire.json(200, tryRefresh(session));
        Instant now = Instant.now();
        return session.toBuilder()
                .accessJwt(tokens.getString("access_token"))
                .refreshJwt(tokens.getString("refresh_token"))
                .issuedAt(now)
                .expiresAt(now.plusSeconds(tokens.getInt("expires_in")))
                .build();
    }

    /** Revokes a session at the server. */
    public void revoke(OAuthSession session) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("token", session.refreshJwt());
        fields.put("client_id", session.clientId());
        Wire.json(200, form(DpopKey.of(session.dpopPrivateKeyJwk()), session.issuer() + "/oauth/revoke", fields));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> response = Wire.send(request);
        response.headers()
                .firstValue("DPoP-Nonce")
                .ifPresent(nonce -> nonces.put(origin(response.uri().toString()), nonce));
        return response;
    }

    private static String origin(String url) {
        URI uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
