package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Pending logins, and callbacks, which any page can make a browser send. */
class LoginFuzzTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final String ISSUER = "https://a.example";
    private static final String STATE = "S".repeat(43);
    private static final String LOGIN = "{\"issuer\":\"" + ISSUER + "\",\"tokenEndpoint\":\"" + ISSUER
            + "/t\",\"clientId\":\"c\",\"redirectUri\":\"https://c.example/cb\",\"dpopKey\":\"" + Parsing.SECRET
            + "\",\"verifier\":\"" + Parsing.SECRET + "\",\"expiresAt\":\"2099-11-23T10:00:00Z\",\"did\":\"" + DID
            + "\"}";

    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final PendingLogins pending = store.pendingLogins().orElseThrow();
    private final LoginFlow flow = new LoginFlow(
            OAuthClient.development("http://127.0.0.1/callback", "atproto"),
            LoginSettings.builder(store).development(true).build());

    static Stream<byte[]> pendingLoginsSeeds() {
        return Parsing.seeds(LOGIN);
    }

    @MethodSource("pendingLoginsSeeds")
    @ParserFuzz
    void pendingLogins(byte[] input) {
        Parsing.throwing(LoginException.class).secretIn("dpopKey", "verifier").text(input, text -> {
            PendingLogin login = PendingLogin.parse(text);
            assertThat(PendingLogin.parse(login.json()))
                    .usingRecursiveComparison()
                    .isEqualTo(login);
        });
    }

    static Stream<byte[]> callbacksSeeds() {
        return Parsing.seeds(
                "iss=" + ISSUER + "&state=" + STATE + "&error=access_denied",
                "iss=https://b.example&state=" + STATE + "&code=" + Parsing.SECRET,
                "error=access_denied&state=x",
                "error=access_denied",
                "code=x");
    }

    @MethodSource("callbacksSeeds")
    @ParserFuzz
    void callbacks(byte[] input) {
        pending.consume(STATE);
        pending.save(STATE, LOGIN, Instant.now().plusSeconds(60));
        Parsing.throwing(LoginException.class).secretIn("code").text(input, text -> {
            Map<String, String> parameters = new HashMap<>();
            for (String pair : text.split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], parts.length == 1 ? "" : parts[1]);
            }
            if (STATE.equals(parameters.get("state")) && ISSUER.equals(parameters.get("iss"))) {
                // Otherwise the code would be sent to the server.
                parameters.remove("code");
            }
            flow.complete(parameters);
        });
    }

    static Stream<byte[]> pushedRequestsSeeds() {
        return Parsing.seeds(
                "{\"request_uri\":\"urn:ietf:params:oauth:request_uri:req-1\",\"expires_in\":299}",
                "{\"request_uri\":\"\\u0000&client_id=x#\"}",
                "{}");
    }

    @MethodSource("pushedRequestsSeeds")
    @ParserFuzz
    void pushedRequests(byte[] input) {
        HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
        Parsing.throwing(LoginException.class).bytes(input, body -> {
            String uri = PushedAuthorizationRequest.requestUri(new HttpResponse(201, none, body), ISSUER);
            URI url = PushedAuthorizationRequest.browserUrl(ISSUER + "/authorize", "https://c.example/m.json", uri);
            assertThat(url.getHost()).isEqualTo("a.example");
            assertThat(url.getRawQuery().split("&")).hasSize(2);
            assertThat(url.getRawFragment()).isNull();
        });
    }
}
