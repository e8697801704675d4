package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RefreshFlightTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final Duration LONG = Duration.ofSeconds(20);

    private final RefreshFlight flight = new RefreshFlight(DID, new DaemonThreads());
    private final AtomicReference<Throwable> seenAtLanding = new AtomicReference<>();

    @Test
    void hasLandedBeforeAnybodySeesTheSession() {
        OAuthSession session = TestSessions.full(DID);
        flight.start(() -> session, this::land);
        assertThat(flight.await(LONG)).isSameAs(session);
        assertThat(seenAtLanding.get()).isInstanceOf(RefreshException.class);
    }

    @Test
    void hasLandedBeforeAnybodySeesTheFailure() {
        flight.start(
                () -> {
                    throw new IllegalStateException("broken");
                },
                this::land);
        assertThatThrownBy(() -> flight.await(LONG)).hasMessage("broken");
        assertThat(seenAtLanding.get()).isInstanceOf(RefreshException.class);
    }

    @Test
    void worksOnADaemonThreadWithTheCallersClassLoader() {
        AtomicReference<Thread> worker = new AtomicReference<>();
        AtomicReference<ClassLoader> loader = new AtomicReference<>();
        flight.start(
                () -> {
                    worker.set(Thread.currentThread());
                    loader.set(Thread.currentThread().getContextClassLoader());
                    return TestSessions.full(DID);
                },
                () -> {});
        flight.await(LONG);
        assertThat(worker.get()).isNotSameAs(Thread.currentThread());
        assertThat(worker.get().isDaemon()).isTrue();
        assertThat(loader.get()).isSameAs(Thread.currentThread().getContextClassLoader());
    }

    private void land() {
        seenAtLanding.set(catchThrowable(() -> flight.await(Duration.ZERO)));
    }
}
