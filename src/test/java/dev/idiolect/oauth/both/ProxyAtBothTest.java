package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.pds.MisbehavingProxy;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A proxy in front of each endpoint: its words are never taken for the server's, and no session is lost. */
@Execution(ExecutionMode.CONCURRENT)
class ProxyAtBothTest extends EndpointFixture {

    /** Responses that say no more than success. */
    private static final Set<MisbehavingProxy> SUCCESSES =
            EnumSet.of(MisbehavingProxy.EMPTY_200, MisbehavingProxy.ARRAY_200, MisbehavingProxy.EMPTY_200_AFTER_WORK);

    private static Stream<Arguments> cells(Set<MisbehavingProxy> rows) {
        return Stream.of(Endpoint.values())
                .flatMap(endpoint -> rows.stream()
                        .filter(row -> !endpoint.ignoresSuccess() || !SUCCESSES.contains(row))
                        .map(row -> Arguments.of(endpoint, row)));
    }

    static Stream<Arguments> blocked() {
        return cells(MisbehavingProxy.blocking());
    }

    @ParameterizedTest
    @MethodSource("blocked")
    void blockedRequestIsTransientAndLosesNothing(Endpoint endpoint, MisbehavingProxy proxy) {
        Runnable use = failedOnce(endpoint, proxy);
        use.run();
        fake.assertNoViolations();
    }

    static Stream<Arguments> altered() {
        return cells(MisbehavingProxy.altering());
    }

    @ParameterizedTest
    @MethodSource("altered")
    void alteredResponseIsUnderstood(Endpoint endpoint, MisbehavingProxy proxy) {
        Runnable use = endpoint.prepare(this);
        fake.fail(endpoint.path, FakePds.ALWAYS, proxy);
        use.run();
        fake.assertNoViolations();
    }

    static Stream<Arguments> lost() {
        return cells(MisbehavingProxy.losing());
    }

    @ParameterizedTest
    @MethodSource("lost")
    void lostResponseIsTransient(Endpoint endpoint, MisbehavingProxy proxy) {
        Runnable use = failedOnce(endpoint, proxy);
        if (!endpoint.isSingleUse()) {
            use.run();
        }
    }

    static Stream<Arguments> jsonOfProxies() {
        return Stream.of(Endpoint.values())
                .filter(endpoint -> !endpoint.ignoresSuccess())
                .flatMap(endpoint -> Stream.of("{}", "{\"ok\":true}", "{\"redirect\":\"http://portal.example.com/\"}")
                        .map(body -> Arguments.of(endpoint, body)));
    }

    @ParameterizedTest
    @MethodSource("jsonOfProxies")
    void jsonOfProxyInPlaceOfTheResultLosesNothing(Endpoint endpoint, String body) {
        Runnable use = failedOnce(endpoint, Faults.status(200, body));
        use.run();
        fake.assertNoViolations();
    }

    /** Fails once for a transient reason, changes no session, and returns the call for another try without the proxy. */
    private Runnable failedOnce(Endpoint endpoint, Fault proxy) {
        Runnable use = endpoint.prepare(this);
        var stored = store.load(DID);
        fake.fail(endpoint.path, FakePds.ALWAYS, proxy);
        assertTransient(use);
        assertThat(store.load(DID)).isEqualTo(stored);
        fake.clearFaults();
        clock.advance(Duration.ofSeconds(2));
        return use;
    }

    private static void assertTransient(Runnable use) {
        assertThatThrownBy(use::run)
                .isInstanceOf(OAuthException.class)
                .isNotInstanceOf(ReauthenticationRequiredException.class)
                .satisfies(e -> assertThat(isTransient(e)).as(e.toString()).isTrue())
                .hasMessageNotContaining("Attention");
    }
}
