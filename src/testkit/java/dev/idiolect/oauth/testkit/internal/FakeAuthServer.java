package dev.idiolect.oauth.testkit.internal;

import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The fake's authorization server: metadata, tokens and revocation. */
final class FakeAuthServer {

    static final String ALGS = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES256K ES384 ES512";

    private final FakeSessions sessions;
    private final FakeProofs proofs;
    private final FakeNonces nonces;
    private final FakeViolations violations;
    private final Clock clock;
    private final FakeClientKeys clientKeys;
    private final FakeLogins logins;
    private final FakeSignIn signIn;
    private final AtomicInteger refreshes = new AtomicInteger();

    FakeAuthServer(
            FakeSessions sessions, FakeProofs proofs, FakeNonces nonces, FakeViolations violations, Clock clock) {
        this.sessions = sessions;
        this.proofs = proofs;
        this.nonces = nonces;
        this.violations = violations;
        this.clock = clock;
        this.clientKeys = new FakeClientKeys(clock, violations);
        this.logins = new FakeLogins(sessions, clientKeys, violations);
        this.signIn = new FakeSignIn(logins, sessions);
    }

    FakeClientKeys clientKeys() {
        return clientKeys;
    }

    FakeLogins logins() {
        return logins;
    }

    FakeSignIn signIn() {
        return signIn;
    }

    /** Returns the number of refreshes that succeeded on the server, even if the client got an error. */
    int refreshes() {
        return refreshes.get();
    }

    static JsonObject metadata(String issuer) {
        return Jsons.object(
                "issuer",
                issuer,
                "scopes_supported",
                List.of("atproto", "transition:generic"),
                "response_types_supported",
                List.of("code"),
                "grant_types_supported",
                List.of("authorization_code", "refresh_token"),
                "code_challenge_methods_supported",
                List.of("S256"),
                "dpop_signing_alg_values_supported",
                List.of("ES256"),
                "token_endpoint_auth_methods_supported",
                List.of("none", "private_key_jwt"),
                "token_endpoint_auth_signing_alg_values_supported",
                List.of("ES256"),
                "authorization_response_iss_parameter_supported",
                true,
                "require_pushed_authorization_requests",
                true,
                "client_id_metadata_document_supported",
                true,
                "authorization_endpoint",
                issuer + FakePds.AUTHORIZE,
                "token_endpoint",
                issuer + "/oauth/token",
                "revocation_endpoint",
                issuer + "/oauth/revoke",
                "pushed_authorization_request_endpoint",
                issuer + "/oauth/par");
    }

    FakeResponse token(FakeRequest request, String origin) {
        Map<String, String> form = request.form();
        if (form.getOrDefault("client_id", "").isEmpty()) {
            violations.add(request, "no client_id");
            return FakeResponse.oauthError(400, "invalid_grant", "Client credentials missing");
        }
        String thumbprint;
        try {
            thumbprint = proofs.check(request, origin + request.path(), nonces, null);
        } catch (FakeProofs.Rejected e) {
            return rejected(e);
        }
        FakeResponse unknownClient = clientKeys.problem(request, form, origin, thumbprint);
        if (unknownClient != null) {
            return unknownClient;
        }
        if ("authorization_code".equals(form.get("grant_type"))) {
            return logins.exchange(request, form, thumbprint, this::tokens);
        }
        if (!"refresh_token".equals(form.get("grant_type")) || !form.containsKey("refresh_token")) {
            violations.add(request, "grant_type " + form.get("grant_type"));
            return FakeResponse.oauthError(400, "invalid_grant", "Invalid request payload");
        }
        synchronized (sessions) {
            return refresh(request, form, thumbprint);
        }
    }

    private FakeResponse refresh(FakeRequest request, Map<String, String> form, String thumbprint) {
        String token = form.get("refresh_token");
        Optional<FakeSessions.Entry> found = sessions.byRefresh(token);
        if (found.isEmpty() || found.get().isBearer()) {
            if (!sessions.tellsEnd(token)) {
                violations.add(request, sessions.wasRefresh(token) ? "refresh of an ended session" : "unknown token");
            }
            return FakeResponse.oauthError(400, "invalid_grant", "Invalid refresh token");
        }
        FakeSessions.Entry session = found.get();
        String wrong = wrong(session, form, thumbprint);
        if (wrong != null) {
            violations.add(request, wrong);
            sessions.end(session);
            return FakeResponse.oauthError(400, "invalid_grant", wrong);
        }
        refreshes.incrementAndGet();
        return tokens(session);
    }

    private FakeResponse tokens(FakeSessions.Entry session) {
        FakeSessions.Tokens tokens = sessions.rotate(session);
        return FakeResponse.json(
                        200,
                        Jsons.object(
                                "access_token",
                                tokens.access(),
                                "token_type",
                                "DPoP",
                                "refresh_token",
                                tokens.refresh(),
                                "scope",
                                session.scope,
                                "expires_in",
                                Duration.between(clock.instant(), tokens.accessExpires())
                                        .plusMillis(500)
                                        .toSeconds(),
                                "sub",
                                session.did))
                .header("Cache-Control", "no-store")
                .header("Pragma", "no-cache");
    }

    private String wrong(FakeSessions.Entry session, Map<String, String> form, String thumbprint) {
        if (!sessions.isCurrent(session, form.get("refresh_token"))) {
            return "Refresh token replayed";
        }
        if (!session.clientId.equals(form.get("client_id"))) {
            return "Token was not issued to this client";
        }
        if (!Objects.equals(session.clientKeyId, clientKeys.keyId(form))) {
            return "The session was initiated with a different key than the client assertion currently used";
        }
        return session.thumbprint.equals(thumbprint) ? null : "DPoP proof does not match the expected JKT";
    }

    FakeResponse push(FakeRequest request, String origin) {
        String thumbprint;
        try {
            thumbprint = proofs.check(request, origin + request.path(), nonces, null);
        } catch (FakeProofs.Rejected e) {
            return rejected(e);
        }
        Map<String, String> form = request.form();
        FakeResponse unknownClient = clientKeys.problem(request, form, origin, thumbprint);
        return unknownClient != null ? unknownClient : logins.push(request, form, thumbprint);
    }

    FakeResponse revoke(FakeRequest request, String origin) {
        String thumbprint;
        try {
            thumbprint = proofs.check(request, origin + request.path(), nonces, null);
        } catch (FakeProofs.Rejected e) {
            return rejected(e);
        }
        Map<String, String> form = request.form();
        FakeResponse unknownClient = clientKeys.problem(request, form, origin, thumbprint);
        if (unknownClient != null) {
            return unknownClient;
        }
        String token = form.getOrDefault("token", "");
        sessions.byRefresh(token)
                .or(() -> sessions.byAccess(token))
                .filter(session ->
                        thumbprint.equals(session.thumbprint) && session.clientId.equals(form.get("client_id")))
                .ifPresentOrElse(sessions::end, () -> {
                    if (!sessions.wasEndedByOwner(token)) {
                        violations.add(request, "revoked nothing");
                    }
                });
        return FakeResponse.json(200, Jsons.object());
    }

    /** RFC 9449: the authorization server requires a nonce with status 400 and without a challenge header. */
    private static FakeResponse rejected(FakeProofs.Rejected rejected) {
        if (rejected.error().equals("use_dpop_nonce")) {
            return FakeResponse.oauthError(400, rejected.error(), rejected.getMessage());
        }
        return FakeResponse.oauthError(401, rejected.error(), rejected.getMessage())
                .header("WWW-Authenticate", challenge("DPoP", rejected.error(), rejected.getMessage()));
    }

    /** Returns a challenge like the real server, which leaves out a description with a quote. */
    static String challenge(String scheme, String error, String description) {
        String algs = scheme.equals("DPoP") ? "algs=\"" + ALGS + "\", " : "";
        String text = description.contains("\"") ? "" : ", error_description=\"" + description + "\"";
        return scheme + " " + algs + "error=\"" + error + "\"" + text;
    }
}
