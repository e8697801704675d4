package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Runs of the sweep on hosts that claim sessions in a shared store. */
class ClaimedSweepTest extends SessionRefresherFixture {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final String ISSUER = "https://auth.example.com";

    private final ClaimingStore claiming = new ClaimingStore(store, clock);

    private SessionRefresher host(OAuthTokenStore hostStore) {
        return SessionRefresher.builder(hostStore, server).clock(clock).build();
    }

    private SweepReport run() {
        return host(claiming).refreshExpiring(WEEK);
    }

    private void saveDue(int accounts, Instant refreshExpiresAt) {
        for (int i = 0; i < accounts; i++) {
            claiming.save(TestSessions.full("did:plc:account" + i).toBuilder()
                    .refreshJwt("refresh")
                    .issuer(ISSUER)
                    .issuedAt(clock.instant().minus(WEEK.plusDays(1)))
                    .expiresAt(clock.instant().minus(WEEK))
                    .refreshExpiresAt(refreshExpiresAt)
                    .build());
        }
    }

    @Test
    void sessionsOfAnInterruptedRunAreLeftToOtherHosts() throws Exception {
        saveDue(10, null);
        server.hold = new CountDownLatch(1);
        Thread first = new Thread(this::run);
        first.start();
        await().until(() -> server.calls.get() == 1);
        first.interrupt();
        first.join(10_000);
        assertThat(first.isAlive()).isFalse();
        server.hold.countDown();
        assertThat(run().refreshed()).isEqualTo(9);
        assertThat(server.replayed).isFalse();
    }

    @Test
    void endedSessionIsNeitherRefreshedNorReported() {
        saveDue(1, clock.instant());
        assertThat(run().isEmpty()).isTrue();
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void failureToPostponeASessionStopsNoOtherRefresh() {
        saveDue(10, null);
        server.behavior = session -> {
            if (session.did().endsWith("0")) {
                throw RefreshException.permanentFailure(session.did(), "invalid_client", "invalid_client");
            }
            return server.rotate(session);
        };
        SessionRefresher host = host(new DelegatingTokenStore(claiming) {
            @Override
            public Optional<List<SessionSummary>> claimIdle(Duration idleFor, Set<String> exceptServers, int limit) {
                return claiming.claimIdle(idleFor, exceptServers, limit);
            }

            @Override
            public void postponeIdle(Collection<String> dids, Duration idleFor, Duration delay) {
                if (!delay.isZero()) {
                    throw StoreException.transientFailure("the database is gone", null);
                }
                claiming.postponeIdle(dids, idleFor, delay);
            }
        });
        assertThat(host.refreshExpiring(WEEK))
                .hasToString("9 refreshed, 0 no longer due, 1 failed, 0 ended, 0 postponed");
        assertThat(run().isEmpty()).as("the claim has not ended").isTrue();
    }
}
