package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeRequest;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The secrets that a fake PDS receives and sends, by name. */
public final class SentSecrets {

    private static final List<String> IN_FORMS = List.of(
            "code", "code_verifier", "state", "refresh_token", "token", "client_assertion", "request_uri", "password");
    private static final List<String> IN_RESPONSES =
            List.of("access_token", "refresh_token", "accessJwt", "refreshJwt", "request_uri");

    private final Map<String, String> names = new ConcurrentHashMap<>();

    private SentSecrets() {}

    /** Records all secrets from now on. */
    public static SentSecrets of(FakePds fake) {
        SentSecrets secrets = new SentSecrets();
        fake.observe(secrets::record);
        return secrets;
    }

    public void add(String name, String secret) {
        names.putIfAbsent(secret, name);
    }

    /** Returns the names, by secret. */
    public Map<String, String> names() {
        return Map.copyOf(names);
    }

    /** Returns the secrets with these names, and their names by secret. */
    public Map<String, String> named(String... wanted) {
        return names.entrySet().stream()
                .filter(secret -> List.of(wanted).contains(secret.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void record(FakeRequest request, FakeResponse response) {
        request.header("DPoP").ifPresent(proof -> add("DPoP proof", proof));
        request.header("Authorization").ifPresent(value -> add("token", value.substring(value.indexOf(' ') + 1)));
        if (request.path().startsWith("/oauth/")) {
            request.form().forEach((name, value) -> {
                if (IN_FORMS.contains(name)) {
                    add(name, value);
                }
            });
        }
        if (request.path().endsWith(".createSession")) {
            add("password", Jsons.parse(request.text()).getString("password"));
        }
        String body = new String(response.bytes(), StandardCharsets.UTF_8);
        if (body.startsWith("{")) {
            JsonObject json = Jsons.parse(body);
            IN_RESPONSES.stream()
                    .filter(name ->
                            json.getOrDefault(name, JsonValue.NULL).getValueType() == JsonValue.ValueType.STRING)
                    .forEach(name -> add(name, json.getString(name)));
        }
    }
}
