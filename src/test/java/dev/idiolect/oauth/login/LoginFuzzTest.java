package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Fuzz;
import dev.idiolect.oauth.identity.IdentityException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pending logins, and callbacks, which any page can make a browser send. */
class LoginFuzzTest extends LoginFixture {

    @Test
    void pendingLogins() {
        Fuzz.of("pending login", LoginException.class)
                .examples(
                        "{\"issuer\":\"https://a.example\",\"tokenEndpoint\":\"https://a.example/t\",\"clientId\":\"c\","
                                + "\"redirectUri\":\"https://c.example/cb\",\"dpopKey\":\"" + Fuzz.SECRET
                                + "\",\"verifier\":\""
                                + Fuzz.SECRET + "\",\"expiresAt\":\"2026-11-23T10:00:00Z\",\"did\":\"" + DID + "\"}")
                .texts(text -> {
                    PendingLogin login = PendingLogin.parse(text);
                    assertThat(PendingLogin.parse(login.json())).isEqualTo(login);
                    return login.did() == null;
                });
    }

    @Test
    void callbacks() {
        String state = flow.begin(DID).state();
        Fuzz.of("callback", LoginException.class, IdentityException.class)
                .examples(
                        "iss=https://a.example&state=abc&code=" + Fuzz.SECRET, "error=access_denied&state=x", "code=x")
                .texts(text -> {
                    Map<String, String> parameters = new HashMap<>();
                    for (String pair : text.split("&")) {
                        String[] parts = pair.split("=", 2);
                        parameters.put(parts[0], parts.length == 1 ? "" : parts[1]);
                    }
                    assertThat(parameters).doesNotContainValue(state);
                    return flow.complete(parameters);
                });
    }
}
