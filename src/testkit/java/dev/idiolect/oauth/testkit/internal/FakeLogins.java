package dev.idiolect.oauth.testkit.internal;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The fake's pushed authorization requests and authorization codes. */
final class FakeLogins {

    private static final String REQUEST_URI = "urn:ietf:params:oauth:request_uri:";

    private record Pushed(Map<String, String> form, String thumbprint, String keyId) {}

    private record Code(Pushed request, String did, FakeSessions.Entry session) {}

    private final FakeSessions sessions;
    private final FakeClientKeys clientKeys;
    private final FakeViolations violations;
    private final Map<String, Pushed> requests = new ConcurrentHashMap<>();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<String> spent = ConcurrentHashMap.newKeySet();

    FakeLogins(FakeSessions sessions, FakeClientKeys clientKeys, FakeViolations violations) {
        this.sessions = sessions;
        this.clientKeys = clientKeys;
        this.violations = violations;
    }

    FakeResponse push(FakeRequest request, Map<String, String> form, String thumbprint) {
        expect(request, form, "response_type", "code");
        expect(request, form, "code_challenge_method", "S256");
        if (form.getOrDefault("state", "").length() < 22) {
            violations.add(request, "a state of less than 128 bits");
        }
        if (form.getOrDefault("code_challenge", "").length() != 43) {
            violations.add(request, "no S256 challenge");
        }
        for (String once : List.of("state", "code_challenge")) {
            if (!seen.add(once + form.get(once))) {
                violations.add(request, once + " used again");
            }
        }
        if (!List.of(form.getOrDefault("scope", "").split(" ")).contains("atproto")) {
            return FakeResponse.oauthError(400, "invalid_scope", "Missing atproto scope");
        }
        if (!form.containsKey("redirect_uri") || form.containsKey("code_verifier")) {
            violations.add(request, "no redirect_uri, or a verifier");
        }
        if (!seen.add("key" + thumbprint)) {
            violations.add(request, "a DPoP key for two logins");
        }
        String uri = REQUEST_URI + "req-" + FakeSecrets.random(16);
        requests.put(uri, new Pushed(form, thumbprint, clientKeys.keyId(form)));
        return FakeResponse.json(201, Jsons.object("request_uri", uri, "expires_in", 299));
    }

    private void expect(FakeRequest request, Map<String, String> form, String name, String value) {
        if (!value.equals(form.get(name))) {
            violations.add(request, name + " is " + form.get(name));
        }
    }

    Map<String, String> approve(URI page, String did, String issuer) {
        return approve(query(page), did, issuer);
    }

    Map<String, String> approve(Map<String, String> query, String did, String issuer) {
        Pushed pushed = pushed(query);
        String code = "cod-" + FakeSecrets.random(24);
        codes.put(code, new Code(pushed, did, null));
        return redirectParameters(pushed, issuer, "code", code);
    }

    Map<String, String> deny(URI page, String issuer) {
        return deny(query(page), issuer);
    }

    Map<String, String> deny(Map<String, String> query, String issuer) {
        return redirectParameters(pushed(query), issuer, "error", "access_denied");
    }

    private static Map<String, String> redirectParameters(Pushed pushed, String issuer, String name, String value) {
        Map<String, String> response = new LinkedHashMap<>();
        response.put("iss", issuer);
        response.put("state", pushed.form().get("state"));
        response.put(name, value);
        return response;
    }

    /** Returns the pushed request of a page, if it waits for the user. */
    Optional<Map<String, String>> waiting(URI page) {
        return waiting(query(page));
    }

    /** Returns the pushed request that the query of a page names, if it waits for the user. */
    Optional<Map<String, String>> waiting(Map<String, String> query) {
        return find(query).map(Pushed::form);
    }

    private Optional<Pushed> find(Map<String, String> query) {
        return Optional.ofNullable(requests.get(query.getOrDefault("request_uri", "")))
                .filter(pushed -> Objects.equals(pushed.form().get("client_id"), query.get("client_id")));
    }

    private static Map<String, String> query(URI page) {
        return Forms.decode(Objects.requireNonNullElse(page.getRawQuery(), ""));
    }

    private Pushed pushed(Map<String, String> query) {
        Pushed pushed = find(query).orElse(null);
        requests.remove(query.getOrDefault("request_uri", ""));
        if (pushed == null || query.size() != 2) {
            throw new AssertionError("a browser was redirected to an authorization page with " + query);
        }
        return pushed;
    }

    synchronized FakeResponse exchange(
            FakeRequest request,
            Map<String, String> form,
            String thumbprint,
            Function<FakeSessions.Entry, FakeResponse> tokens) {
        String text = form.getOrDefault("code", "");
        Code code = codes.get(text);
        if (code == null) {
            return invalid("Invalid code");
        }
        if (!spent.add(text)) {
            violations.add(request, "code replayed");
            if (code.session() != null) {
                sessions.end(code.session());
            }
            return invalid("Code replayed");
        }
        Map<String, String> asked = code.request().form();
        String challenge = FakeSecrets.sha256(form.getOrDefault("code_verifier", ""));
        boolean same = Objects.equals(asked.get("client_id"), form.get("client_id"))
                && Objects.equals(asked.get("redirect_uri"), form.get("redirect_uri"))
                && Objects.equals(code.request().thumbprint(), thumbprint)
                && Objects.equals(code.request().keyId(), clientKeys.keyId(form));
        if (!same || !challenge.equals(asked.get("code_challenge"))) {
            violations.add(request, "a code with another client, redirect URI, key or verifier");
            return invalid("Invalid code");
        }
        FakeSessions.Entry session = sessions.start(
                code.did(), thumbprint, form.get("client_id"), code.request().keyId(), asked.get("scope"));
        codes.put(text, new Code(code.request(), code.did(), session));
        return tokens.apply(session);
    }

    private static FakeResponse invalid(String description) {
        return FakeResponse.oauthError(400, "invalid_grant", description);
    }
}
