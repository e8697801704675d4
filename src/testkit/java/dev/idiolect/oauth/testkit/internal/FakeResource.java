package dev.idiolect.oauth.testkit.internal;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Authenticates requests to the PDS, and creates the responses to those that fail. */
final class FakeResource {

    /** Thrown for a request that gets an error response. */
    static final class Denied extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient FakeResponse response;

        Denied(FakeResponse response) {
            super("denied", null, false, false);
            this.response = response;
        }

        FakeResponse response() {
            return response;
        }
    }

    private final FakeSessions sessions;
    private final FakeProofs proofs;
    private final FakeNonces nonces;
    private final FakeViolations violations;

    FakeResource(FakeSessions sessions, FakeProofs proofs, FakeNonces nonces, FakeViolations violations) {
        this.sessions = sessions;
        this.proofs = proofs;
        this.nonces = nonces;
        this.violations = violations;
    }

    static JsonObject metadata(String pdsUrl, String issuer) {
        return Jsons.object(
                "resource", pdsUrl,
                "authorization_servers", List.of(issuer),
                "scopes_supported", List.of(),
                "bearer_methods_supported", List.of("header"),
                "resource_documentation", "https://atproto.com");
    }

    /** Checks the signature, if there is one, of a request that needs none. */
    void checkOptional(FakeRequest request, String origin) {
        if (request.header("Authorization").isPresent()) {
            try {
                authenticate(request, origin);
            } catch (Denied e) {
                // The real server does not check it.
            }
        }
    }

    /** Returns the session of the request's access token. */
    FakeSessions.Entry authenticate(FakeRequest request, String origin) throws Denied {
        List<String> headers = request.all("Authorization");
        if (headers.isEmpty()) {
            violations.add(request, "not signed");
            throw new Denied(FakeResponse.xrpcError(401, "AuthMissing", "Authentication Required"));
        }
        String[] parts = headers.get(0).split(" ", 2);
        if (headers.size() > 1 || headers.get(0).contains(",")) {
            violations.add(request, "more than one Authorization");
            throw new Denied(FakeResponse.xrpcError(400, "InvalidToken", "Unexpected authorization type"));
        }
        if (parts.length == 2 && parts[0].equalsIgnoreCase("DPoP")) {
            return dpop(request, origin, parts[1]);
        }
        if (parts.length == 2 && parts[0].equalsIgnoreCase("Bearer")) {
            return bearer(request, parts[1]);
        }
        violations.add(request, "Authorization of another kind");
        throw new Denied(FakeResponse.xrpcError(400, "InvalidToken", "Unexpected authorization type"));
    }

    private FakeSessions.Entry dpop(FakeRequest request, String origin, String token) throws Denied {
        Optional<FakeSessions.Entry> found = sessions.byAccess(token);
        String thumbprint;
        try {
            thumbprint = proofs.check(request, origin + request.path(), nonces, token);
        } catch (FakeProofs.Rejected e) {
            throw denied("DPoP", e.error(), e.getMessage());
        }
        if (found.isEmpty()) {
            violations.add(request, "a token that was not issued here");
            throw denied("DPoP", "invalid_token", "Malformed token");
        }
        if (found.get().isBearer()) {
            violations.add(request, "bearer token sent as DPoP");
            throw denied("Bearer", "invalid_token", "Bearer token type must be used without a DPoP proof");
        }
        if (!thumbprint.equals(found.get().thumbprint)) {
            violations.add(request, "Invalid DPoP key binding");
            throw denied("DPoP", "invalid_token", "Invalid DPoP key binding");
        }
        if (!sessions.isLive(token)) {
            boolean expired = sessions.isExpired(token);
            throw denied("DPoP", "invalid_token", expired ? "\"exp\" claim timestamp check failed" : "Invalid token");
        }
        return found.get();
    }

    private FakeSessions.Entry bearer(FakeRequest request, String token) throws Denied {
        if (!request.all("DPoP").isEmpty()) {
            violations.add(request, "Bearer and a DPoP proof");
        }
        Optional<FakeSessions.Entry> found = sessions.byAccess(token);
        if (found.isEmpty() || !found.get().isBearer()) {
            violations.add(
                    request, found.isEmpty() ? "a bearer token that was not issued here" : "DPoP token sent as Bearer");
            throw new Denied(FakeResponse.xrpcError(400, "InvalidToken", "Token could not be verified"));
        }
        if (!sessions.isLive(token)) {
            throw new Denied(FakeResponse.xrpcError(400, "ExpiredToken", "Token has expired"));
        }
        return found.get();
    }

    private static Denied denied(String scheme, String error, String description) {
        return new Denied(FakeResponse.xrpcError(401, error, description)
                .header("WWW-Authenticate", FakeAuthServer.challenge(scheme, error, description)));
    }
}
