package dev.idiolect.oauth.xrpc;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.MisbehavingProxy;
import dev.idiolect.oauth.pds.NonceChallenge;
import dev.idiolect.oauth.rest.ClientApp;
import dev.idiolect.oauth.rest.ClientTest;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A proxy in front of each XRPC method: its words are never taken for the server's, and no session is lost. */
@ClientTest
class ProxyAtXrpcTest {

    static Stream<Arguments> cells() {
        return with(MisbehavingProxy.values());
    }

    static Stream<Arguments> challenges() {
        return with(NonceChallenge.values()).filter(cell -> ((XrpcCall) cell.get()[0]).isSigned());
    }

    private static Stream<Arguments> with(Object[] rows) {
        return Stream.of(XrpcCall.values()).flatMap(call -> Arrays.stream(rows).map(row -> Arguments.of(call, row)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void proxyIsRecognizedAndTheCallIsSentOnce(XrpcCall call, MisbehavingProxy proxy, ClientApp app) {
        OAuthSession session = prepared(app);
        app.pds().fail(call.path(), FakePds.ALWAYS, proxy);
        int before = app.pds().requests(call.path());
        int records = app.pds().records(ALICE).size();

        String outcome = call.outcome(app);
        assertThat(outcome)
                .matches(
                        text -> ProxyOutcome.of(proxy, call.needsBody()).matches(text),
                        "is " + ProxyOutcome.of(proxy, call.needsBody()))
                .doesNotContain("Attention");
        assertThat(app.pds().requests(call.path())).isEqualTo(before + 1);
        boolean processed = !MisbehavingProxy.blocking().contains(proxy);
        assertThat(app.pds().records(ALICE)).hasSize(records + (processed ? call.added() : 0));
        assertKept(session, app);
    }

    @ParameterizedTest
    @MethodSource("challenges")
    void callIsRepeatedOnceWithTheNonce(XrpcCall call, NonceChallenge challenge, ClientApp app) {
        OAuthSession session = prepared(app);
        app.pds().fail(call.path(), challenge);
        int before = app.pds().requests(call.path());
        assertThat(call.outcome(app)).doesNotContain("Exception");
        assertThat(app.pds().requests(call.path())).isEqualTo(before + 2);
        assertKept(session, app);
    }

    @ParameterizedTest
    @MethodSource("challenges")
    void endlessChallengesEndAfterThreeRequests(XrpcCall call, NonceChallenge challenge, ClientApp app) {
        OAuthSession session = prepared(app);
        app.pds().fail(call.path(), FakePds.ALWAYS, challenge);
        int before = app.pds().requests(call.path());
        assertThat(call.outcome(app)).startsWith("XrpcException: The server returned 40");
        assertThat(app.pds().requests(call.path())).isEqualTo(before + 3);
        assertKept(session, app);
    }

    /** Makes the nonce known, so that each further request is expected. */
    private static OAuthSession prepared(ClientApp app) {
        app.setActive(ALICE);
        app.injected(RepoClient.class).putRecord(PutRecord.of(ALICE, XrpcCall.NOTES, "self", Map.of("text", "first")));
        return app.session(ALICE);
    }

    private static void assertKept(OAuthSession session, ClientApp app) {
        assertThat(app.session(ALICE)).isEqualTo(session);
        assertThat(app.refreshes()).isZero();
        app.pds().clearFaults();
        prepared(app);
        app.pds().assertNoViolations();
    }
}
