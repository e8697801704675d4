package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.MisbehavingProxy;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.xrpc.OddResponse;
import dev.idiolect.oauth.xrpc.OddResponse.Outcome;
import dev.idiolect.oauth.xrpc.ProxyOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that REST clients treat differently. */
abstract class ResponseChecks extends RecordChecks {

    private static final String JSON = "application/json";
    private static final String REPO = "com.atproto.repo.";

    ResponseChecks(Platform platform) {
        super(platform);
    }

    @ParameterizedTest
    @EnumSource
    void oddResponseIsASuccessOrAnXrpcException(OddResponse odd) {
        session(fake, ALICE);
        app().call("odd-put", ALICE, "a nonce is known");
        for (String way : List.of("own", "own-typed", "own-stage", "own-void", "own-void-stage")) {
            assertOutcome(odd, way, "createRecord");
        }
        for (String way : List.of("create", "put", "delete")) {
            assertOutcome(odd, "odd-" + way, way + "Record");
        }
        assertOutcome(odd, "odd-apply", "applyWrites");
    }

    @ParameterizedTest
    @EnumSource
    void misbehavingProxyIsRecognized(MisbehavingProxy proxy) {
        OAuthSession session = session(fake, ALICE);
        app().call("odd-put", ALICE, "a nonce is known, and a record");
        int refreshes = fake.refreshes();
        for (String way : List.of("own", "own-typed", "own-stage")) {
            assertProxied(proxy, way, "createRecord");
        }
        for (String way : List.of("create", "put", "delete", "get")) {
            if (way.equals("get")) {
                app().call("odd-put", ALICE, "deleted before");
            }
            assertProxied(proxy, "odd-" + way, way + "Record");
        }
        assertProxied(proxy, "odd-apply", "applyWrites");
        assertThat(app().call("odd-put", ALICE, "still signed in")).contains("at://");
        assertThat(fake.refreshes()).isEqualTo(refreshes);
        assertThat(stored(session.did())).isEqualTo(session);
    }

    private void assertProxied(MisbehavingProxy proxy, String way, String method) {
        Outcome outcome = ProxyOutcome.of(proxy, way.equals("odd-get"));
        fake.fail(REPO + method, FakePds.ALWAYS, proxy);
        int before = fake.requests(REPO + method);
        String text = app().tryCall(way, ALICE, way, ALICE).body();
        assertThat(outcome.matches(text))
                .as(way + ": " + text + " is " + outcome)
                .isTrue();
        assertThat(fake.requests(REPO + method)).as(way).isEqualTo(before + 1);
        fake.clearFaults();
        fake.assertNoViolations();
    }

    /** The JDK, which Jersey uses, by default sends a POST again. */
    @ParameterizedTest
    @ValueSource(strings = {"blocking", "stage", "odd-create", "own"})
    void postWhoseConnectionBreaksIsSentOnce(String way) {
        app().save(fake.bearerSession(ALICE));
        int before = fake.requests(FakePds.CREATE_RECORD);
        int records = fake.records(ALICE).size();
        fake.fail(FakePds.CREATE_RECORD, FakePds.ALWAYS, Faults.cutConnectionAfterProcessing());
        assertThat(app().tryCall(way, ALICE, "broken", ALICE).body()).startsWith("ProcessingException");
        assertThat(fake.requests(FakePds.CREATE_RECORD)).isEqualTo(before + 1);
        assertThat(fake.records(ALICE)).hasSize(records + 1);
    }

    @Test
    void streamIsReadAfterAChallengeInTheBody() {
        session(fake, ALICE);
        app().call("own", ALICE, "a nonce is known");
        for (OddResponse odd : List.of(
                OddResponse.NONCE_IN_THE_BODY_401,
                OddResponse.NONCE_IN_THE_SECOND_HEADER,
                OddResponse.GZIP,
                OddResponse.REDIRECT_302)) {
            assertOutcome(odd, "own-stream", "createRecord");
        }
        fake.fail(REPO + "createRecord", Faults.status(400, "{\"error\":\"InvalidSwap\"}"));
        assertThat(app().tryCall("own-stream", ALICE, "x", ALICE).body())
                .as("without the code on Quarkus, which lets no mapper read this body")
                .startsWith("XrpcException: The server returned 400");
    }

    @Test
    void decompressedBodyIsBounded() {
        session(fake, ALICE);
        String blanks = " ".repeat(20 * 1024 * 1024);
        fake.fail(REPO + "createRecord", 2, Faults.gzip(call -> FakeResponse.text(200, JSON, blanks + "{}")));
        assertThat(app().tryCall("odd-create", ALICE, "x", ALICE).body()).startsWith("ProcessingException");
        assertThat(app().tryCall("own", ALICE, "x", ALICE).body())
                .as("Jersey throws the JsonException of its JSON library")
                .matches("(Processing|Json)Exception: .*");
        fake.fail(REPO + "createRecord", 2, Faults.gzip(call -> FakeResponse.text(400, JSON, blanks + "{}")));
        for (String way : List.of("odd-create", "own")) {
            assertThat(app().tryCall(way, ALICE, "x", ALICE).body())
                    .startsWith("XrpcException: The server returned 400 without an XRPC error");
        }
        assertThat(app().call("odd-create", ALICE, "still connected")).contains("at://");
    }

    private void assertOutcome(OddResponse odd, String way, String method) {
        fake.fail(REPO + method, odd.fault(fake));
        String text = app().tryCall(way, ALICE, way, ALICE).body();
        assertThat(odd.outcome().matches(text))
                .as(way + ": " + text + " is " + odd.outcome())
                .isTrue();
        fake.assertNoViolations();
    }
}
