package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs of the sweep over a store that claims no sessions. */
class SweepTest extends SweepFixture {

    private static final String A = "https://a.example.com";
    private static final String B = "https://b.example.com";

    private static void assertReport(SweepReport report, String expected) {
        assertThat(report).hasToString(expected);
    }

    private SweepReport run() {
        return refresher.refreshExpiring(WEEK);
    }

    private static RefreshException limited(OAuthSession session, Duration retryAfter) {
        return RefreshException.transientFailure(session.did(), "429", retryAfter, null)
                .withTokenUnusedIf(true)
                .atTokenEndpoint();
    }

    @Test
    void onlyIdleSessionsAreRefreshed() {
        String idle = save(1, A, WEEK);
        String used = save(2, A, WEEK.minusSeconds(1));
        String gone = save(3, A, WEEK.plusDays(1));
        store.save(store.load(gone).orElseThrow().toBuilder()
                .refreshExpiresAt(clock.instant())
                .build());
        SweepReport report = run();
        assertReport(report, "1 refreshed, 0 no longer due, 0 failed, 0 ended, 0 postponed");
        assertThat(report.refreshed()).isOne();
        assertThat(store.load(idle).orElseThrow().issuedAt()).isEqualTo(clock.instant());
        assertThat(store.load(used).orElseThrow().refreshJwt()).isEqualTo("refresh");
        assertReport(run(), "0 refreshed, 0 no longer due, 0 failed, 0 ended, 0 postponed");
        assertThat(server.calls).hasValue(1);
        assertThatThrownBy(() -> refresher.refreshExpiring(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thousandsOfSessionsAreRefreshedOnce() {
        saveDue(0, 1_500, A);
        saveDue(1_500, 2_000, B);
        assertThat(run().refreshed()).isEqualTo(2_000);
        assertThat(server.calls).hasValue(2_000);
        assertThat(server.replayed).isFalse();
    }

    @Test
    void unexpectedFailureStopsNoOtherRefresh() {
        saveDue(0, 20, A);
        String odd = save(0, A, WEEK.plusDays(2));
        server.behavior = session -> {
            if (session.did().equals(odd)) {
                throw new IllegalStateException("a fault of a refresher");
            }
            return server.rotate(session);
        };
        assertReport(run(), "19 refreshed, 0 no longer due, 1 failed, 0 ended, 0 postponed");
        assertReport(run(), "0 refreshed, 0 no longer due, 0 failed, 0 ended, 0 postponed");
    }

    @Test
    void rateLimitPostponesTheSessionsOfItsServer() {
        saveDue(0, 30, A);
        saveDue(100, 150, B);
        AtomicInteger atA = new AtomicInteger();
        server.behavior = session -> {
            if (A.equals(session.issuer()) && atA.incrementAndGet() > 10) {
                throw limited(session, Duration.ofSeconds(90));
            }
            return server.rotate(session);
        };
        SweepReport report = run();
        assertThat(report.refreshed()).isEqualTo(60);
        assertThat(report.postponed()).isEqualTo(20);
        assertThat(report.failed()).isZero();
        assertThat(report.retryAfter()).contains(Duration.ofSeconds(90));
        // Requests that had started when the limit was reached.
        assertThat(atA.get()).isLessThanOrEqualTo(10 + SweptServer.AT_ONCE);
        atA.set(0);
        clock.advance(Duration.ofSeconds(89));
        assertReport(run(), "0 refreshed, 0 no longer due, 0 failed, 0 ended, 0 postponed");
        assertThat(atA).hasValue(0);
        clock.advance(Duration.ofSeconds(20));
        assertThat(run().refreshed()).isEqualTo(10);
    }

    @Test
    void longLimitIsObeyedForAnHour() {
        save(1, A, WEEK);
        server.behavior = session -> {
            throw limited(session, Duration.ofDays(9));
        };
        assertThat(run().retryAfter()).contains(SweepDelays.LONGEST_LIMIT);
    }

    @Test
    void onlyAFewRefreshesRunAtOnceAtAServer() throws Exception {
        for (int i = 0; i < 10; i++) {
            saveDue(i * 10, i * 10 + 10, "https://" + i + ".example");
        }
        run();
        server.calls.set(0);
        for (int i = 0; i < 10; i++) {
            saveDue(i * 10, i * 10 + 10, "https://" + i + ".example");
        }
        server.spent.clear();
        server.hold = new CountDownLatch(1);
        Future<SweepReport> report = threads.submit(this::run);
        await().until(() -> server.calls.get() == SweptServers.AT_ONCE);
        server.hold.countDown();
        assertThat(report.get().refreshed()).isEqualTo(100);

        saveDue(300, 301, A);
        run();
        saveDue(200, 220, A);
        server.calls.set(0);
        server.hold = new CountDownLatch(1);
        report = threads.submit(this::run);
        await().until(() -> server.calls.get() == SweptServer.AT_ONCE);
        server.hold.countDown();
        assertThat(report.get().refreshed()).isEqualTo(20);
    }

    @Test
    void failingServerIsLeftToALaterRun() {
        saveDue(0, 50, A);
        saveDue(100, 110, B);
        server.behavior = session -> {
            if (A.equals(session.issuer())) {
                throw RefreshException.transientFailure(session.did(), "503", null, null)
                        .atTokenEndpoint();
            }
            return server.rotate(session);
        };
        SweepReport report = run();
        assertThat(report.refreshed()).isEqualTo(10);
        assertThat(report.failed()).isBetween(5, 5 + SweptServer.AT_ONCE);
        assertThat(report.failed() + report.postponed()).isEqualTo(50);
        assertThat(report.retryAfter()).contains(Sweep.SERVER_PAUSE);
    }

    @Test
    void serverThatSometimesFailsStaysInUse() {
        saveDue(300, 301, A);
        run();
        saveDue(0, 40, A);
        AtomicInteger requests = new AtomicInteger();
        server.behavior = session -> {
            if (requests.getAndIncrement() % 2 == 0) {
                throw RefreshException.transientFailure(session.did(), "503", null, null)
                        .atTokenEndpoint();
            }
            return server.rotate(session);
        };
        assertReport(run(), "20 refreshed, 0 no longer due, 20 failed, 0 ended, 0 postponed");
    }

    @Test
    void failuresOfAccountsDoNotPostponeOthers() {
        saveDue(300, 301, A);
        run();
        saveDue(0, 50, A);
        server.behavior = session -> {
            // In any order of the sessions, more failures in a row than the limit for failures of a server.
            if (session.did().compareTo("did:plc:account00048") < 0) {
                throw RefreshException.transientFailure(session.did(), "its PDS limits", Duration.ofHours(1), null);
            }
            return server.rotate(session);
        };
        assertReport(run(), "2 refreshed, 0 no longer due, 48 failed, 0 ended, 0 postponed");
        assertReport(run(), "0 refreshed, 0 no longer due, 0 failed, 0 ended, 0 postponed");
    }

    @Test
    void rejectedSessionIsTriedOnceADay() {
        save(1, A, WEEK);
        server.behavior = session -> {
            throw RefreshException.permanentFailure(session.did(), "invalid_client", "invalid_client");
        };
        assertThat(run().failed()).isOne();
        clock.advance(Duration.ofHours(23));
        assertThat(run().failed()).isZero();
        clock.advance(Duration.ofHours(7));
        assertThat(run().failed()).isOne();
    }

    @Test
    void unreadableSessionIsTriedOnceADay() {
        assertTriedAgain(StoreException.permanentFailure("damaged", null), Duration.ofHours(23), Duration.ofHours(29));
    }

    @Test
    void missingEncryptionKeyDelaysOtherHostsByMinutesOnly() {
        assertTriedAgain(
                StoreException.missingKey("one", false, "no key", null),
                Duration.ofMinutes(14),
                Duration.ofMinutes(19));
    }

    @Test
    void missingClientKeysDelayOtherHostsByMinutesOnly() throws Exception {
        save(1, A, WEEK);
        InvalidClientException missing = catchThrowableOfType(
                InvalidClientException.class, () -> ClientAuthentication.of(null, "https://a.b/c", "k"));
        server.behavior = session -> {
            throw RefreshException.permanentFailure(session.did(), "no client keys", null, missing);
        };
        assertThat(run().failed()).isOne();
        clock.advance(Duration.ofMinutes(14));
        assertThat(run().isEmpty()).isTrue();
        clock.advance(Duration.ofMinutes(5));
        assertThat(run().failed()).isOne();
    }

    @Test
    void firstPermanentFailureOfARunIsLoggedAsAWarning() {
        saveDue(0, 3, A);
        server.behavior = session -> {
            throw RefreshException.permanentFailure(session.did(), "the client is unknown", "invalid_client");
        };
        try (LogCapture log = new LogCapture(Sweep.class)) {
            assertThat(run().failed()).isEqualTo(3);
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("WARNING: IDOA-0607: Idle session not refreshed:", "the client is unknown");
        }
    }

    @Test
    void sessionIsTriedSoonAfterATransientFailureOfTheStore() {
        assertTriedAgain(
                StoreException.transientFailure("no connection", null), Duration.ofMinutes(14), Duration.ofMinutes(19));
    }

    /** The store cannot grant the permit, for example because its disk is full. */
    @Test
    void sessionIsTriedSoonAfterAFailureOfThePermit() {
        save(1, A, Duration.ofDays(20));
        StoreException full = StoreException.transientFailure("no space left on device", null);
        var usual = server.behavior;
        server.behavior = session -> {
            throw RefreshException.transientFailure(session.did(), "no permit", null, full)
                    .withTokenUnusedIf(true);
        };
        assertThat(run().failed()).isOne();
        server.behavior = usual;
        clock.advance(Duration.ofMinutes(14));
        assertThat(run().isEmpty()).isTrue();
        clock.advance(Duration.ofMinutes(5));
        assertThat(run().refreshed()).isOne();
    }

    private void assertTriedAgain(StoreException failure, Duration tooSoon, Duration inTime) {
        save(1, A, WEEK);
        // The listing also loads the session, but on this thread.
        Thread listing = Thread.currentThread();
        store.beforeLoad = () -> {
            if (Thread.currentThread() != listing) {
                throw failure;
            }
        };
        assertThat(run().failed()).isOne();
        store.beforeLoad = () -> {};
        clock.advance(tooSoon);
        assertThat(run().isEmpty()).isTrue();
        clock.advance(inTime.minus(tooSoon));
        assertThat(run().refreshed()).isOne();
    }

    @Test
    void deadServerIsTriedEveryFewDays() {
        save(1, A, WEEK);
        AtomicInteger tries = new AtomicInteger();
        server.behavior = session -> {
            tries.incrementAndGet();
            throw RefreshException.transientFailure(session.did(), "unknown host", null, null);
        };
        for (int hour = 0; hour < 24 * 30; hour++) {
            run();
            clock.advance(Duration.ofHours(1));
        }
        // At 0 h to 4 h often, then every 6 hours for a week, then every 3 days.
        assertThat(tries.get()).isBetween(20, 50);
        tries.set(0);
        for (int day = 0; day < 12; day++) {
            run();
            clock.advance(Duration.ofDays(1));
        }
        assertThat(tries.get()).isBetween(2, 4);
    }

    @Test
    void endedSessionIsNotTriedAgain() {
        save(1, A, WEEK);
        server.behavior = session -> {
            throw ReauthenticationRequiredException.of(session.did(), "invalid_grant");
        };
        assertReport(run(), "0 refreshed, 0 no longer due, 0 failed, 1 ended, 0 postponed");
        clock.advance(Duration.ofDays(30));
        assertReport(run(), "0 refreshed, 0 no longer due, 0 failed, 0 ended, 0 postponed");
    }

    @Test
    void sessionOfAnotherProcessIsNotRefreshedAgain() throws Exception {
        String did = save(1, A, WEEK);
        SessionLock other = store.inner.lock(did, Duration.ZERO);
        Future<SweepReport> report = threads.submit(this::run);
        await().until(() -> store.locks.get() > 0);
        store.save(server.rotate(store.inner.load(did).orElseThrow()));
        other.close();
        assertReport(report.get(), "0 refreshed, 1 no longer due, 0 failed, 0 ended, 0 postponed");
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void logoutDuringTheRunIsNoFailure() throws Exception {
        String did = save(1, A, WEEK);
        SessionLock other = store.inner.lock(did, Duration.ZERO);
        Future<SweepReport> report = threads.submit(this::run);
        await().until(() -> store.locks.get() > 0);
        store.delete(did);
        other.close();
        assertReport(report.get(), "0 refreshed, 1 no longer due, 0 failed, 0 ended, 0 postponed");
    }

    @Test
    void interruptStartsNoMoreRefreshes() throws Exception {
        saveDue(100, 101, A);
        run();
        clock.advance(Duration.ofSeconds(1));
        server.calls.set(0);
        saveDue(0, 50, A);
        server.hold = new CountDownLatch(1);
        CountDownLatch returned = new CountDownLatch(1);
        Thread runner = new Thread(() -> {
            run();
            if (Thread.currentThread().isInterrupted()) {
                returned.countDown();
            }
        });
        runner.start();
        await().until(() -> server.calls.get() == SweptServer.AT_ONCE);
        runner.interrupt();
        runner.join(10_000);
        assertThat(returned.getCount()).isZero();
        server.hold.countDown();
        await().until(() -> saved() == SweptServer.AT_ONCE);
        assertThat(server.calls).hasValue(SweptServer.AT_ONCE);
    }

    /** An interrupt can come between two refreshes, while the run does not wait. */
    @Test
    void interruptedThreadStartsNoRefresh() {
        saveDue(0, 5, A);
        List<Thread> started = new CopyOnWriteArrayList<>();
        SessionRefresher interrupted = SessionRefresher.builder(store, server)
                .clock(clock)
                .threadFactory(task -> {
                    Thread thread = new Thread(task);
                    started.add(thread);
                    return thread;
                })
                .build();
        Thread.currentThread().interrupt();
        SweepReport report = interrupted.refreshExpiring(WEEK);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(started).isEmpty();
        assertThat(report.isEmpty()).isTrue();
        assertThat(interrupted.refreshExpiring(WEEK).refreshed()).isEqualTo(5);
        assertThat(started).isNotEmpty();
    }

    private long saved() {
        return store.inner.sessions(null, 100).stream()
                .filter(session -> session.issuedAt().equals(clock.instant()))
                .count();
    }

    @Test
    void failureOfTheStoreEndsTheRun() {
        SessionRefresher broken = SessionRefresher.builder(
                        new DelegatingTokenStore(store) {
                            @Override
                            public List<SessionSummary> sessions(String after, int limit) {
                                throw StoreException.permanentFailure("no such table", null);
                            }
                        },
                        server)
                .clock(clock)
                .build();
        assertThatThrownBy(() -> broken.refreshExpiring(WEEK)).isInstanceOf(StoreException.class);
    }

    @Test
    void failingServersDoNotRepeatTheListing() {
        for (int i = 0; i < 300; i++) {
            save(i, "https://server" + i + ".example", WEEK.plusDays(1));
        }
        server.behavior = session -> {
            throw RefreshException.transientFailure(session.did(), "no metadata", null, null);
        };
        AtomicInteger listings = new AtomicInteger();
        OAuthTokenStore counting = new DelegatingTokenStore(store) {
            @Override
            public List<SessionSummary> sessions(String after, int limit) {
                if (after == null) {
                    listings.incrementAndGet();
                }
                return super.sessions(after, limit);
            }
        };
        SweepReport report =
                SessionRefresher.builder(counting, server).clock(clock).build().refreshExpiring(WEEK);
        assertReport(report, "0 refreshed, 0 no longer due, 300 failed, 0 ended, 0 postponed");
        assertThat(listings).hasValueLessThan(3);
    }
}
