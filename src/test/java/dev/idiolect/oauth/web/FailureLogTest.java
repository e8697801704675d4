package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.login.LoginExceptions;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Strangers cannot fill the log, and the operator still sees what only the operator can fix. */
class FailureLogTest extends WebFixture {

    private static final int TRIES = 5;

    @Test
    void mistakesOfUsersAreNotLogged() {
        start();
        try (LogCapture log = new LogCapture(LoginResource.class)) {
            for (String typed : List.of("alice", "a@example.com", "did:plc:zyxwvutsrqponmlkjihgfedc", "", "a\nb")) {
                begin(typed);
            }
            browser.get("/oauth/callback?error=access_denied");
            browser.get("/oauth/callback?state=x&code=y");
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void faultOfTheClientIsOneWarningPerServerAndReason() {
        start();
        try (LogCapture resource = new LogCapture(LoginResource.class);
                LogCapture endpoint = new LogCapture(TokenEndpointClient.class)) {
            refusePar("invalid_client_metadata");
            refusePar("invalid_client_metadata");
            assertThat(resource.messages())
                    .singleElement()
                    .asString()
                    .contains("WARNING", "misconfigured", "invalid_client_metadata");
            assertThat(endpoint.messages()).singleElement().asString().contains("invalid_client_metadata: why");
            refusePar("invalid_redirect_uri");
            assertThat(resource.messages()).hasSize(2);
            assertThat(endpoint.messages()).hasSize(2);
        }
    }

    private void refusePar(String code) {
        fake.fail(FakePds.PAR, TRIES, Faults.status(400, "{\"error\":\"" + code + "\",\"error_description\":\"why\"}"));
        for (int i = 0; i < TRIES; i++) {
            assertThat(begin(DID).statusCode()).isEqualTo(500);
        }
        fake.clearFaults();
    }

    @Test
    void forgedRefusalIsOneMessage() {
        start();
        try (LogCapture log = new LogCapture(LoginResource.class)) {
            for (int i = 0; i < TRIES; i++) {
                Map<String, String> callback = new HashMap<>(approved());
                callback.put("error", "forged_refusal");
                assertThat(browser.get("/oauth/callback", callback).statusCode())
                        .isEqualTo(502);
            }
            assertThat(log.messages()).singleElement().asString().contains("INFO", "forged_refusal");
        }
    }

    @Test
    void messageIsOneLine() {
        try (LogCapture log = LogCapture.ofEverything(LoginResource.class)) {
            FailureLog failures = new FailureLog();
            failures.log("Sign-in", LoginFailure.of(LoginExceptions.of(Reason.PROTOCOL_ERROR, "one\r\ntwo\u2028{0}")));
            assertThat(log.messages().get(0).strip().lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("one??two?{0}");
        }
    }
}
