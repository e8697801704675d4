package dev.idiolect.oauth.testkit.internal;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakeResource.Denied;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** {@code com.atproto.server.*}: legacy sessions, and the session of a token. */
final class FakeServerMethods {

    /** The password of accounts that were created without one. */
    static final String PASSWORD = "hunter2-fake";

    private static final String SERVER = "com.atproto.server.";

    private final FakeSessions sessions;
    private final FakeResource resource;
    private final FakeViolations violations;

    FakeServerMethods(FakeSessions sessions, FakeResource resource, FakeViolations violations) {
        this.sessions = sessions;
        this.resource = resource;
        this.violations = violations;
    }

    FakeResponse handle(String nsid, FakeRequest request, String origin) throws Denied {
        return switch (nsid) {
            case SERVER + "getSession" -> getSession(request, origin);
            case SERVER + "createSession" -> createSession(request, origin);
            case SERVER + "refreshSession" -> refreshSession(request);
            case SERVER + "deleteSession" -> deleteSession(request);
            default -> {
                violations.add(request, "no such method");
                yield FakeResponse.xrpcError(501, "MethodNotImplemented", "Method Not Implemented");
            }
        };
    }

    private FakeResponse getSession(FakeRequest request, String origin) throws Denied {
        FakeSessions.Entry session = resource.authenticate(request, origin);
        return FakeResponse.json(200, Jsons.object("handle", session.handle, "did", session.did, "active", true));
    }

    private FakeResponse createSession(FakeRequest request, String origin) {
        JsonObject body = Jsons.parse(request.text());
        Optional<String> did = sessions.signIn(body.getString("identifier"), body.getString("password"));
        if (did.isEmpty()) {
            return FakeResponse.xrpcError(401, "AuthenticationRequired", "Invalid identifier or password");
        }
        OAuthSession session = sessions.bearer(did.get(), origin);
        return tokens(did.get(), session.accessJwt(), session.refreshJwt());
    }

    /** Refresh tokens work once here; the real server accepts an old one for two hours. */
    private FakeResponse refreshSession(FakeRequest request) throws Denied {
        String token = bearer(request);
        synchronized (sessions) {
            FakeSessions.Entry session = legacy(request, token);
            if (!sessions.isCurrent(session, token)) {
                violations.add(request, "Refresh token replayed");
                throw expired();
            }
            FakeSessions.Tokens tokens = sessions.rotate(session);
            return tokens(session.did, tokens.access(), tokens.refresh());
        }
    }

    private FakeResponse deleteSession(FakeRequest request) throws Denied {
        sessions.end(legacy(request, bearer(request)));
        return FakeResponse.text(200, "text/plain", "");
    }

    private FakeSessions.Entry legacy(FakeRequest request, String token) throws Denied {
        if (!sessions.wasRefresh(token)) {
            violations.add(request, "no refresh token of a legacy session");
            throw new Denied(FakeResponse.xrpcError(400, "InvalidToken", "Token could not be verified"));
        }
        return sessions.byRefresh(token).filter(FakeSessions.Entry::isBearer).orElseThrow(FakeServerMethods::expired);
    }

    private static Denied expired() {
        return new Denied(FakeResponse.xrpcError(400, "ExpiredToken", "Token has been revoked"));
    }

    private String bearer(FakeRequest request) throws Denied {
        List<String> headers = request.all("Authorization");
        if (headers.size() != 1
                || !headers.get(0).startsWith("Bearer ")
                || request.header("DPoP").isPresent()) {
            violations.add(request, "needs one Authorization: Bearer header and no proof");
            throw new Denied(FakeResponse.xrpcError(401, "AuthMissing", "Authentication Required"));
        }
        if (request.body().length > 0) {
            // The real server responds with 400, because the method has no input.
            violations.add(request, "unexpected body");
            throw new Denied(FakeResponse.xrpcError(
                    400, "InvalidRequest", "A request body was provided when none was expected"));
        }
        return headers.get(0).substring("Bearer ".length());
    }

    private FakeResponse tokens(String did, String access, String refresh) {
        return FakeResponse.json(
                200,
                Jsons.object(
                        "accessJwt", access,
                        "refreshJwt", refresh,
                        "handle", sessions.handle(did),
                        "did", did,
                        "active", true));
    }
}
