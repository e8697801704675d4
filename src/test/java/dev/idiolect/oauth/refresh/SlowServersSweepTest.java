package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.store.OAuthTokenStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of the sweep with servers that respond as slowly as they can. */
class SlowServersSweepTest extends SweepFixture {

    private static final String FAST = "https://fast.example.com";
    private static final String HOSTILE = "https://hostile.example.com";

    private final CountDownLatch response = new CountDownLatch(1);
    private final AtomicInteger atFast = new AtomicInteger();

    SlowServersSweepTest() {
        server.behavior = session -> {
            if (FAST.equals(session.issuer())) {
                atFast.incrementAndGet();
            } else {
                awaitUninterruptibly(response);
            }
            return server.rotate(session);
        };
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("a refresh was interrupted", e);
        }
    }

    private SessionRefresher refresher(boolean claims) {
        OAuthTokenStore used = claims ? new ClaimingStore(store, clock) : store;
        return SessionRefresher.builder(used, server).clock(clock).build();
    }

    private SweepReport respondAndGet(Future<SweepReport> report) throws Exception {
        clock.advance(Duration.ofSeconds(79));
        response.countDown();
        return report.get();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hangingServerDoesNotDelayOthers(boolean claims) throws Exception {
        saveDue(0, 700, HOSTILE, WEEK.plusDays(2));
        saveDue(1_000, 1_200, FAST, WEEK.plusDays(1));
        Future<SweepReport> report = threads.submit(() -> refresher(claims).refreshExpiring(WEEK));
        await().until(() -> atFast.get() == 200);
        assertThat(respondAndGet(report).refreshed()).isEqualTo(900);
        assertThat(server.replayed).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyHangingServersLeaveCapacityForFastOnes(boolean claims) throws Exception {
        SessionRefresher sweeping = refresher(claims);
        saveDue(1_000, 1_001, FAST, WEEK.plusDays(1));
        sweeping.refreshExpiring(WEEK);
        for (int i = 0; i < 40; i++) {
            saveDue(i, i + 1, "https://" + i + ".example", WEEK.plusDays(2));
        }
        saveDue(2_000, 2_200, FAST, WEEK.plusDays(1));
        Future<SweepReport> report = threads.submit(() -> sweeping.refreshExpiring(WEEK));
        await().until(() -> atFast.get() == 201);
        assertThat(server.calls).hasValue(201 + SweptServers.NOT_FAST_AT_ONCE);
        assertThat(respondAndGet(report).refreshed()).isEqualTo(240);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sessionsOfASlowServerAreAllRefreshedInOneRun(boolean claims) throws Exception {
        int sessions = ListedSessions.MAX_HELD / 10;
        saveDue(0, sessions, HOSTILE, WEEK.plusDays(1));
        AtomicInteger late = new AtomicInteger();
        server.behavior = session -> {
            if (late.incrementAndGet() % 5 == 1) {
                clock.advance(Duration.ofSeconds(79));
            }
            return server.rotate(session);
        };
        assertThat(refresher(claims).refreshExpiring(WEEK).refreshed()).isEqualTo(sessions);
        assertThat(server.replayed).isFalse();
    }

    @Test
    void sessionsBeyondTheLimitAreListedAgain() throws Exception {
        int sessions = ListedSessions.MAX_HELD + 700;
        saveDue(0, sessions, HOSTILE, WEEK.plusDays(1));
        response.countDown();
        assertThat(refresher(false).refreshExpiring(WEEK).refreshed()).isEqualTo(sessions);
        assertThat(server.replayed).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void serverIsUsedAgainInTheSameRunAfterItsRateLimit(boolean claims) {
        String limiting = "https://limiting.example.com";
        AtomicInteger atLimiting = new AtomicInteger();
        CountDownLatch limited = new CountDownLatch(1);
        server.behavior = session -> {
            if (limiting.equals(session.issuer())) {
                if (atLimiting.incrementAndGet() == 10) {
                    limited.countDown();
                    throw RefreshException.transientFailure(session.did(), "429", Duration.ofMinutes(1), null)
                            .withTokenUnusedIf(true)
                            .atTokenEndpoint();
                }
            } else if (atFast.incrementAndGet() >= 300) {
                // Several times, because the run learns of the limit later.
                awaitUninterruptibly(limited);
                clock.advance(Duration.ofMinutes(2));
            }
            return server.rotate(session);
        };
        SessionRefresher sweeping = refresher(claims);
        // Sessions of servers whose speed is unknown would be given back first.
        saveDue(5_000, 5_001, limiting, WEEK.plusDays(2));
        saveDue(6_000, 6_001, FAST, WEEK.plusDays(1));
        assertThat(sweeping.refreshExpiring(WEEK).refreshed()).isEqualTo(2);
        saveDue(0, 30, limiting, WEEK.plusDays(2));
        saveDue(100, 600, FAST, WEEK.plusDays(1));
        SweepReport report = sweeping.refreshExpiring(WEEK);
        assertThat(report.postponed()).isPositive();
        assertThat(atLimiting).hasValueGreaterThan(10 + SweptServer.AT_ONCE);
    }
}
