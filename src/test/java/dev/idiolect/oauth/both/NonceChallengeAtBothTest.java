package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.pds.Fault;
import dev.idiolect.oauth.pds.Faults;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers ask for a nonce in many ways; each way is understood at each endpoint that takes a proof. */
@Execution(ExecutionMode.CONCURRENT)
class NonceChallengeAtBothTest extends EndpointFixture {

    private static final String HEADER = "WWW-Authenticate";

    /** The ways to ask for a nonce. */
    enum Challenge {
        BODY_400(Faults.status(400, "{\"error\":\"use_dpop_nonce\"}")),
        BODY_401(Faults.status(401, "{\"error\":\"use_dpop_nonce\"}")),
        BODY_UPPER_CASE(Faults.status(400, "{\"error\":\"USE_DPOP_NONCE\"}")),
        HEADER_400(Faults.status(400, "", HEADER, "DPoP error=\"use_dpop_nonce\"")),
        HEADER_401(Faults.status(401, "", HEADER, "DPoP algs=\"ES256\", error=\"use_dpop_nonce\"")),
        HEADER_WITHOUT_QUOTES(Faults.status(401, "", HEADER, "dpop error=Use_Dpop_Nonce")),
        HEADER_WITH_PAGE(Faults.status(401, "<html>", HEADER, "DPoP error=\"use_dpop_nonce\"")),
        HEADER_BESIDE_ANOTHER_ERROR(
                Faults.status(401, "{\"error\":\"invalid_request\"}", HEADER, "DPoP error=\"use_dpop_nonce\"")),
        SECOND_OF_TWO_HEADERS(Faults.status(
                401, "", HEADER, "Bearer error=\"invalid_token\"", HEADER, "DPoP error=\"use_dpop_nonce\"")),
        SECOND_IN_ONE_HEADER(
                Faults.status(401, "", HEADER, "Bearer error=\"invalid_token\", DPoP error=\"use_dpop_nonce\"")),
        SECOND_OF_ONE_SCHEME(Faults.status(
                401, "", HEADER, "DPoP error=\"invalid_token\"", HEADER, "DPoP error=\"use_dpop_nonce\""));

        private final Fault fault;

        Challenge(Fault fault) {
            this.fault = fault;
        }
    }

    static Stream<Arguments> challenges() {
        return EnumSet.of(Endpoint.PAR, Endpoint.CODE, Endpoint.REFRESH, Endpoint.REVOKE).stream()
                .flatMap(endpoint -> Stream.of(Challenge.values()).map(way -> Arguments.of(endpoint, way)));
    }

    @ParameterizedTest
    @MethodSource("challenges")
    void requestIsRepeatedWithTheNonce(Endpoint endpoint, Challenge challenge) {
        Runnable use = endpoint.prepare(this);
        fake.fail(endpoint.path, challenge.fault);
        use.run();
        // A logout sends both tokens.
        assertThat(fake.requests(endpoint.path)).isEqualTo(endpoint == Endpoint.REVOKE ? 3 : 2);
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @MethodSource("challenges")
    void endlessChallengesEndAfterThreeRequests(Endpoint endpoint, Challenge challenge) {
        Runnable use = endpoint.prepare(this);
        var stored = store.load(DID);
        fake.fail(endpoint.path, 3, challenge.fault);
        assertThat(catchThrowable(use::run)).isNotNull();
        assertThat(fake.requests(endpoint.path)).isEqualTo(3);
        assertThat(store.load(DID)).isEqualTo(stored);
        fake.assertNoViolations();
    }
}
