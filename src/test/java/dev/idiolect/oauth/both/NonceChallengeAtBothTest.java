package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.pds.NonceChallenge;
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

    static Stream<Arguments> challenges() {
        return EnumSet.of(Endpoint.PAR, Endpoint.CODE, Endpoint.REFRESH, Endpoint.REVOKE).stream()
                .flatMap(endpoint -> Stream.of(NonceChallenge.values()).map(way -> Arguments.of(endpoint, way)));
    }

    @ParameterizedTest
    @MethodSource("challenges")
    void requestIsRepeatedWithTheNonce(Endpoint endpoint, NonceChallenge challenge) {
        Runnable use = endpoint.prepare(this);
        fake.fail(endpoint.path, challenge);
        use.run();
        // A logout sends both tokens.
        assertThat(fake.requests(endpoint.path)).isEqualTo(endpoint == Endpoint.REVOKE ? 3 : 2);
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @MethodSource("challenges")
    void endlessChallengesEndAfterThreeRequests(Endpoint endpoint, NonceChallenge challenge) {
        Runnable use = endpoint.prepare(this);
        var stored = store.load(DID);
        fake.fail(endpoint.path, 3, challenge);
        assertThat(catchThrowable(use::run)).isNotNull();
        assertThat(fake.requests(endpoint.path)).isEqualTo(3);
        assertThat(store.load(DID)).isEqualTo(stored);
        fake.assertNoViolations();
    }
}
