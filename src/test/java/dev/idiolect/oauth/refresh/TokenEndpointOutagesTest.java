package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.ALWAYS;
import static dev.idiolect.oauth.testkit.internal.FakePds.PROTECTED_RESOURCE;
import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.internal.http.TestHttpClients;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failing servers and networks: each refresh makes one attempt, and the next refresh learns whether the token was consumed. */
@Execution(ExecutionMode.CONCURRENT)
class TokenEndpointOutagesTest extends RefreshFixture {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final OAuthSession session = fake.session(DID);

    static Stream<Arguments> outages() {
        String json = "{\"error\":\"server_error\"}";
        return Stream.of(
                outage("500", false, Faults.status(500, json)),
                outage("500 after the work", true, Faults.statusAfterProcessing(500, json)),
                outage("502 with HTML", false, Faults.status(502, "<html>")),
                outage("503", false, Faults.status(503, "")),
                outage("503 after the work", true, Faults.statusAfterProcessing(503, "")),
                outage("408", false, Faults.status(408, "")),
                outage("429", false, Faults.rateLimited(1)),
                outage("cut", false, Faults.cutConnection()),
                outage("cut after the work", true, Faults.cutConnectionAfterProcessing()),
                slow("silence", false, Faults.silence(LONG)),
                slow("silence after the work", true, Faults.silenceAfterProcessing(LONG)),
                slow("slow drip", true, Faults.slowDrip(Duration.ofMillis(50))),
                outage("100 MB", true, Faults.hugeBody(100L << 20)),
                outage("no JSON", true, Faults.replyBody("text/html", "<html>Welcome to the hotel</html>")),
                outage("no JSON object", true, Faults.replyBody("application/json", "[]")),
                outage("nothing", true, Faults.replyBody("application/json", "")));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void tokenIsSentOnceAndNextRefreshLearnsItsFate(Fault fault, boolean spent, Duration timeout) {
        Refresher first = refresher(timeout);
        warmUp(first, fake.session(ANOTHER));
        int before = fake.requests(TOKEN);
        int refreshed = fake.refreshes();
        SessionRefresher keeper = sessionRefresher(impatientOnce(first, refresher(PATIENT)));
        store.save(session);
        learnNonce();
        fake.fail(TOKEN, fault);

        transientFailure(() -> keeper.refresh(DID));

        assertThat(fake.requests(TOKEN) - before).isEqualTo(1);
        assertThat(fake.refreshes() - refreshed).isEqualTo(spent ? 1 : 0);
        assertThat(store.load(DID)).contains(session);
        clock.advance(Duration.ofSeconds(1));
        if (spent) {
            ended(() -> keeper.refresh(DID));
            assertThat(violations()).hasSize(1).first().asString().contains("replayed");
        } else {
            assertThat(keeper.refresh(DID).refreshJwt()).isNotEqualTo(session.refreshJwt());
            assertThat(violations()).isEmpty();
        }
    }

    // The server can still process a silenced request long after the client has timed out.
    private List<String> violations() {
        return fake.violations().stream()
                .filter(violation -> !violation.endsWith("two refreshes of one session at once"))
                .toList();
    }

    @Test
    void timeoutCoversWholeResponse() {
        Refresher impatient = refresher(IMPATIENT);
        warmUp(impatient, fake.session(ANOTHER));
        fake.fail(TOKEN, Faults.slowDrip(Duration.ofMillis(50)));
        long start = System.nanoTime();
        transientFailure(() -> impatient.refresh(session));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void lateResponseWithTokensIsNotLost() {
        Refresher readingOn = refresher(lateReadingClient());
        warmUp(readingOn, fake.session(ANOTHER));
        learnNonce();
        fake.fail(TOKEN, Faults.lateResponse(LATE));
        assertThat(readingOn.refresh(session).refreshJwt()).isNotEqualTo(session.refreshJwt());
        fake.assertNoViolations();
    }

    @Test
    void noAttemptBeginsAfterDeadline() {
        Refresher refresher = refresher(PATIENT);
        fake.fail(TOKEN, afterHalfAMinute(Faults.challenge()));
        assertThat(transientFailure(() -> refresher.refresh(session))).hasMessageContaining("its deadline has passed");
        assertThat(fake.requests(TOKEN)).isEqualTo(1);
        assertThat(refresher.refresh(session).refreshJwt()).isNotEqualTo(session.refreshJwt());
        assertThat(fake.requests(TOKEN)).isEqualTo(2);
        fake.assertNoViolations();
    }

    @Test
    void noTokenIsSentAfterDeadline() {
        Refresher refresher = refresher(PATIENT);
        fake.fail(PROTECTED_RESOURCE, afterHalfAMinute(call -> call.process().get()));
        assertThat(transientFailure(() -> refresher.refresh(session))).hasMessageContaining("its deadline has passed");
        assertThat(fake.requests(TOKEN)).isZero();
        assertThat(refresher.refresh(session).refreshJwt()).isNotEqualTo(session.refreshJwt());
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(1);
        fake.assertNoViolations();
    }

    private Refresher sendingWithin(Duration limit, SsrfSafeHttpClient http) {
        return Refresher.builder(proofs)
                .http(http)
                .clock(clock)
                .singleUseDeadline(limit)
                .build();
    }

    @Test
    void metadataIsKeptAfterMissedDeadline() {
        Duration limit = Duration.ofSeconds(3);
        AtomicInteger connections = new AtomicInteger();
        Refresher refresher = sendingWithin(limit, TestHttpClients.connecting(PATIENT, () -> {
            if (connections.incrementAndGet() == 3) {
                LockSupport.parkNanos(limit.plusMillis(300).toNanos());
            }
        }));
        assertThat(transientFailure(() -> refresher.refresh(session))).hasMessageContaining("its deadline");
        assertThat(fake.requests(TOKEN)).isZero();
        assertThat(refresher.refresh(session).refreshJwt()).isNotEqualTo(session.refreshJwt());
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(1);
        fake.assertNoViolations();
    }

    @Test
    void clockSetBackDoesNotExtendDeadline() {
        Duration limit = Duration.ofSeconds(3);
        fake.fail(TOKEN, call -> {
            clock.advance(Duration.ofMinutes(-1));
            LockSupport.parkNanos(limit.plusMillis(300).toNanos());
            return Faults.challenge().apply(call);
        });
        assertThat(transientFailure(
                        () -> sendingWithin(limit, TestHttpClients.of(PATIENT)).refresh(session)))
                .hasMessageContaining("its deadline");
        assertThat(fake.requests(TOKEN)).isEqualTo(1);
    }

    @Test
    void noTokenIsSentAfterMachineSleptDuringConnecting() {
        AtomicInteger connections = new AtomicInteger();
        Refresher sleeping = refresher(TestHttpClients.connecting(
                PATIENT,
                () -> {
                    if (connections.incrementAndGet() == 3) {
                        clock.advance(Duration.ofSeconds(31));
                    }
                },
                clock));
        assertThat(transientFailure(() -> sleeping.refresh(session))).hasMessageContaining("request not sent");
        assertThat(fake.requests(TOKEN)).isZero();
        fake.assertNoViolations();
    }

    private Fault afterHalfAMinute(Fault response) {
        return call -> {
            clock.advance(Duration.ofSeconds(31));
            return response.apply(call);
        };
    }

    @Test
    void responsesWithoutTokensHaveShortTimeout() {
        fake.fail(PROTECTED_RESOURCE, Faults.silence(LONG));
        assertThat(transientFailure(() -> refresher(lateReadingClient()).refresh(session)))
                .hasMessageContaining("within 1000 ms");
        assertThat(fake.requests(TOKEN)).isZero();
    }

    @Test
    void truncatedResponseIsTransient() {
        learnNonce();
        fake.fail(
                TOKEN,
                call -> call.process().get().withBody(1000, out -> {
                    out.write("{\"access".getBytes(StandardCharsets.UTF_8));
                    throw new IOException("cut");
                }));
        transientFailure(() -> refresher(PATIENT).refresh(session));
        assertThat(fake.requests(TOKEN)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void retryAfterInSecondsIsReported(int status) {
        fake.fail(TOKEN, Faults.status(status, "", "Retry-After", "17"));
        assertThat(transientFailure(() -> refresher(PATIENT).refresh(session)).retryAfter())
                .contains(Duration.ofSeconds(17));
    }

    @Test
    void retryAfterDateIsReported() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().plusSeconds(100).atOffset(ZoneOffset.UTC));
        fake.fail(TOKEN, Faults.status(429, "", "Retry-After", date));
        assertThat(transientFailure(() -> refresher(PATIENT).refresh(session)).retryAfter())
                .hasValueSatisfying(
                        pause -> assertThat(pause).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(100)));
    }

    @Test
    void retryAfterDateInPastIsZero() {
        fake.fail(TOKEN, Faults.status(429, "", "Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"));
        assertThat(transientFailure(() -> refresher(PATIENT).refresh(session)).retryAfter())
                .contains(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After, 0",
        "Retry-After, 'Fri, 31 Dec 1999 23:59:59 GMT'",
        "RateLimit-Reset, 0",
        "RateLimit-Reset, 1600000000"
    })
    void limitThatHasEndedDoesNotEndDelay(String name, String value) {
        TestClock still = TestClock.at(clock.instant());
        Refresher refresher = Refresher.builder(proofs)
                .http(TestHttpClients.of(PATIENT, still))
                .clock(still)
                .build();
        SessionRefresher keeper =
                SessionRefresher.builder(store, refresher).clock(still).build();
        store.save(session.toBuilder().expiresAt(Instant.EPOCH).build());
        learnNonce();
        fake.fail(TOKEN, ALWAYS, Faults.status(503, "", name, value));
        int requests = 0;
        for (int seconds : new int[] {1, 2, 4}) {
            for (int i = 0; i < 3; i++) {
                transientFailure(() -> keeper.refreshIfNeeded(DID));
            }
            assertThat(fake.requests(TOKEN)).isEqualTo(++requests);
            still.advance(Duration.ofSeconds(seconds));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "-5", "99999999999999999999", "1.5", "Mon, 99 Foo 2026 00:00:00 GMT"})
    void unreadableRetryAfterIsEmpty(String value) {
        fake.fail(TOKEN, Faults.status(429, "", "Retry-After", value));
        assertThat(transientFailure(() -> refresher(PATIENT).refresh(session)).retryAfter())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsNotFollowed(int status) {
        fake.fail(TOKEN, Faults.redirect(status, fake.forbiddenUrl() + TOKEN));
        assertThat(permanentFailure(() -> refresher(PATIENT).refresh(session)))
                .hasMessageContaining("HTTP " + status + " (redirect to 127.0.0.1)");
        assertThat(fake.requests(TOKEN)).isEqualTo(1);
        fake.assertNoViolations();
    }

    @Test
    void redirectWithInvalidGrantDoesNotEndSession() {
        fake.fail(TOKEN, Faults.status(302, "{\"error\":\"invalid_grant\"}", "Location", fake.forbiddenUrl()));
        permanentFailure(() -> refresher(PATIENT).refresh(session));
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 302})
    void movedEndpointIsDiscoveredAgain(int status) {
        Refresher refresher = refresher(PATIENT);
        fake.fail(TOKEN, Faults.status(status, "{\"message\":\"gone\"}"));
        permanentFailure(() -> refresher.refresh(session));
        refresher.refresh(session);
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(2);
        fake.assertNoViolations();
    }

    @Test
    void unresponsiveEndpointIsDiscoveredAgain() {
        Refresher refresher = refresher(PATIENT);
        fake.fail(TOKEN, Faults.cutConnection());
        transientFailure(() -> refresher.refresh(session));
        refresher.refresh(session);
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(2);
        fake.assertNoViolations();
    }

    @Test
    void metadataOutageIsTransientAndSendsNoToken() {
        fake.fail(PROTECTED_RESOURCE, ALWAYS, Faults.status(503, ""));
        transientFailure(() -> refresher(PATIENT).refresh(session));
        fake.clearFaults();
        refresher(PATIENT).refresh(session);
        fake.assertNoViolations();
    }

    @Test
    void closedPortIsTransient() {
        transientFailure(() -> refresher(PATIENT).refresh(at("http://127.0.0.1:1", session)));
    }

    @Test
    void impossiblePortIsPermanent() {
        OAuthSession nowhere = at("http://127.0.0.1:99999", session);
        permanentFailure(() -> refresher(PATIENT).refresh(nowhere));
        permanentFailure(() -> refresher(PATIENT).refresh(at(nowhere.pdsUrl(), fake.bearerSession(DID))));
    }
}
