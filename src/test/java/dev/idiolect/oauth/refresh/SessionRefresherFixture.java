package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A session refresher with a clock, a store and a server under the control of the test. */
@Timeout(60)
abstract class SessionRefresherFixture {

    static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    static final String BOB = "did:plc:z72i7hdynmk6r22z27h6tvur";
    static final Duration LIFETIME = Duration.ofHours(1);

    final TestClock clock = TestClock.at(TestSessions.ISSUED);
    final ProbeStore store = new ProbeStore();
    final SingleUseServer server = new SingleUseServer(clock);
    final SessionRefresher refresher =
            SessionRefresher.builder(store, server).clock(clock).build();
    final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    static OAuthSession expired(String did) {
        return TestSessions.full(did).toBuilder()
                .accessJwt("access")
                .refreshJwt("refresh")
                .issuedAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH)
                .build();
    }

    static <T> T join(Future<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    <T> List<Future<T>> together(int count, Callable<T> call) {
        CyclicBarrier barrier = new CyclicBarrier(count);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(threads.submit(() -> {
                barrier.await();
                return call.call();
            }));
        }
        return futures;
    }
}
