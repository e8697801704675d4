package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.endpoint.TokenResponse;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No log, message or toString shows a secret. */
class LoginSecretsTest extends LoginFixture {

    private static final Logger LOGGER = Logger.getLogger("dev.idiolect.oauth");

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        LOGGER.addHandler(handler);
        LOGGER.setLevel(Level.ALL);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
        LOGGER.setLevel(null);
    }

    private void assertSilent(String... secrets) {
        assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(line).doesNotContain(secrets));
    }

    @Test
    void loginRefreshAndLogoutLogNoSecrets() {
        AuthorizationRequest request = flow.begin(DID);
        Map<String, String> callback = fake.approve(request.url(), DID);
        OAuthSession first = flow.complete(callback);
        fake.fail(FakePds.REVOKE, FakePds.ALWAYS, Faults.status(500, "{\"error\":\"server_error\"}"));
        OAuthSession second = login(flow);
        new Logout(client, settings(store)).logout(DID, false);
        assertSilent(
                request.state(),
                request.browserSecret(),
                callback.get("code"),
                first.accessJwt(),
                first.refreshJwt(),
                first.dpopPrivateKeyJwk(),
                second.accessJwt(),
                second.refreshJwt());
    }

    @Test
    void failuresShowNoSecrets() {
        Map<String, String> callback = callback();
        fake.fail(FakePds.REVOKE, FakePds.ALWAYS, Faults.cutConnection());
        fake.fail(FakePds.TOKEN, Faults.set("access_token", "SECRETTOKEN"));
        fake.fail(FakePds.TOKEN, Faults.remove("sub"));
        OAuthSession session = flow.complete(callback);
        assertThat(session.toString()).doesNotContain("SECRETTOKEN");
        Map<String, String> again = callback();
        LoginException e = failure(() -> flow.complete(again));
        lines.add(e.toString());
        assertSilent("SECRETTOKEN", "acc-", "ref-", again.get("code"), again.get("state"));
    }

    @Test
    void passwordInUrlIsNotShown() {
        for (String pasted : List.of(
                "https://alice:hunter2@pds.example.com/x",
                "https://alice:hunter2@x",
                "alice:hunter2@pds.example.com")) {
            assertThat(catchThrowable(() -> flow.begin(pasted)))
                    .isInstanceOf(OAuthException.class)
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void passwordInErrorCodeIsNotShown() {
        fake.fail("com.atproto.server.createSession", Faults.status(401, "{\"error\":\"hunter2\"}"));
        AppPasswordLogin login = new AppPasswordLogin(client, settings(store));
        LoginException e = failure(() -> login.login(DID, "hunter2"));
        assertThat(e).hasMessageNotContaining("hunter2").hasMessageContaining("401");
        assertThat(e.error()).isEmpty();
    }

    @Test
    void codeInSubIsNotShown() {
        Map<String, String> callback = callback();
        fake.fail(FakePds.TOKEN, Faults.set("sub", "did:web:" + callback.get("code")));
        assertThat(failure(() -> flow.complete(callback))).hasMessageNotContaining(callback.get("code"));
        assertNoSessions();
    }

    @Test
    void toStringShowsNoSecrets() {
        PendingLogin login = new PendingLogin(
                "https://issuer.example.com",
                URI.create("https://issuer.example.com/token"),
                null,
                "client",
                null,
                "redirect",
                "SECRET-key",
                "SECRET-verifier",
                DID,
                Instant.EPOCH);
        TokenResponse grant = new TokenResponse(DID, "SECRET", "SECRET", "atproto", Duration.ZERO);
        assertThat(login + " " + grant).doesNotContain("SECRET").contains(DID);
        assertThat(PendingLogin.parse(login.json())).usingRecursiveComparison().isEqualTo(login);
        assertThat(failure(() -> PendingLogin.parse("{\"dpopKey\":\"SECRET\"}")))
                .hasMessageNotContaining("SECRET");
        assertThat(failure(() -> PendingLogin.parse("SECRET"))).hasMessageNotContaining("SECRET");
    }
}
