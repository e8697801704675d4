package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that limits the rate of requests gets none before the time that it names. */
@Execution(ExecutionMode.CONCURRENT)
class RateLimitAtBothTest extends EndpointFixture {

    /** How a server says that it wants no request for a minute. */
    enum Limit {
        RESET_TIME(429, "RateLimit-Reset"),
        RESET_SECONDS(429, "RateLimit-Reset"),
        RETRY_AFTER(429, "Retry-After"),
        UNAVAILABLE_RESET_TIME(503, "RateLimit-Reset"),
        UNAVAILABLE_RETRY_AFTER(503, "Retry-After");

        private final int status;
        private final String header;

        Limit(int status, String header) {
            this.status = status;
            this.header = header;
        }
    }

    static Stream<Arguments> limits() {
        return Stream.of(Endpoint.values())
                .flatMap(endpoint -> Stream.of(Limit.values()).map(limit -> Arguments.of(endpoint, limit)));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void noRequestIsSentBeforeTheTime(Endpoint endpoint, Limit limit) {
        Runnable use = endpoint.prepare(this);
        long end = fake.clock().instant().plusSeconds(60).getEpochSecond();
        String value = limit.name().endsWith("RESET_TIME") ? Long.toString(end) : "60";
        fake.fail(endpoint.path, Faults.status(limit.status, "{}", limit.header, value));

        assertWaits(use, Duration.ofSeconds(60));
        int requests = fake.requests(endpoint.path);
        clock.advance(Duration.ofSeconds(40));
        assertWaits(use, Duration.ofSeconds(20));
        assertThat(fake.requests(endpoint.path)).isEqualTo(requests);

        clock.advance(Duration.ofSeconds(21));
        use.run();
        fake.assertNoViolations();
    }

    private static void assertWaits(Runnable use, Duration longest) {
        Throwable failure = catchThrowable(use::run);
        assertThat(isTransient(failure)).as(failure.toString()).isTrue();
        Optional<Duration> wait = failure instanceof LoginException login
                ? login.retryAfter()
                : failure instanceof RefreshException refresh ? refresh.retryAfter() : Optional.of(longest);
        assertThat(wait)
                .as(failure.toString())
                .hasValueSatisfying(time -> assertThat(time).isBetween(longest.minusSeconds(15), longest));
    }

    @Test
    void otherRequestsToTheServerAreStillSent() {
        store.save(fake.session(DID));
        fake.fail(FakePds.PAR, Faults.status(429, "{}", "RateLimit-Reset", "60"));
        assertThat(catchThrowable(() -> flow.begin(DID))).isInstanceOf(LoginException.class);
        new Logout(client, settings).logout(DID);
        assertThat(store.load(DID)).isEmpty();
    }

    @Test
    void passwordsOfOtherAccountsAreStillSent() {
        String other = "did:plc:zyxwvutsrqponmlkjihgfedc";
        directory.put(fake, other);
        fake.fail("com.atproto.server.createSession", Faults.status(429, "{}", "Retry-After", "60"));
        assertThat(catchThrowable(() -> appPasswordLogin.login(DID, account.password())))
                .isInstanceOf(LoginException.class);
        appPasswordLogin.login(other, account.password());
        assertThat(store.load(other)).isPresent();
    }
}
