package dev.idiolect.oauth.login;

import static dev.idiolect.oauth.testkit.internal.FakePds.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.KeptText;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Texts over their limits in callbacks, pushed requests and redirects, and many sessions with texts of maximum length.
 */
class LongTextsTest extends LoginFixture {

    private static final int SESSIONS = 400;

    @ParameterizedTest
    @CsvSource({"code, 4096", "state, 512", "iss, 2048"})
    void longCallbackParameterLeavesTheLoginPending(String name, int limit) {
        Map<String, String> callback = callback();
        Map<String, String> changed = changed(callback, name, "x".repeat(limit + 1));
        assertThat(failure(() -> flow.complete(changed)))
                .hasMessageContaining("Invalid callback: " + name + " has more than " + limit + " characters")
                .hasMessageNotContaining("xxx");
        flow.complete(callback);
    }

    @Test
    void longRequestUriIsRejected() {
        int limit = MaxLength.URL.limit();
        fake.fail(FakePds.PAR, ALWAYS, Faults.set("request_uri", "x".repeat(limit + 1)));
        LoginException failure = failure(() -> flow.begin(DID));
        assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL_ERROR);
        assertThat(failure)
                .hasMessageContaining("request_uri has more than 2048 characters")
                .hasMessageNotContaining("xxx");
        fake.clearFaults();
        fake.fail(FakePds.PAR, ALWAYS, Faults.set("request_uri", "x".repeat(limit)));
        assertThat(flow.begin(DID).url().toString()).hasSizeLessThan(2 * limit);
    }

    @Test
    void longLocationIsNotRepeated() {
        fake.fail(FakePds.PAR, Faults.redirect(302, "https://example.com/" + "x".repeat(50_000)));
        assertThat(failure(() -> flow.begin(DID)).getMessage())
                .contains("302", "example.com")
                .doesNotContain("xxx")
                .hasSizeLessThan(300);
    }

    @Test
    void waitingRevocationsKeepFewCharacters() {
        LoginSettings settings = settings(store);
        Logout logout = new Logout(client, settings);
        fake.fail(FakePds.REVOKE, ALWAYS, Faults.status(503, ""));
        OAuthSession session = fake.session(DID);
        for (int i = 0; i < SESSIONS; i++) {
            String did = "did:web:a" + i + ".example.com";
            store.save(session.toBuilder()
                    .did(did)
                    .accessJwt(longText(i, MaxLength.TOKEN))
                    .refreshJwt(longText(i, MaxLength.TOKEN))
                    .scope(longText(i, MaxLength.SCOPE))
                    .build());
            logout.logout(did);
        }
        assertThat(KeptText.in(settings).characters())
                .as("characters kept by the revocations of " + SESSIONS + " sessions")
                .isBetween(4_000_000L, 9_000_000L);
    }

    private static String longText(int i, MaxLength max) {
        return max.truncate(i + "x".repeat(max.limit()));
    }
}
