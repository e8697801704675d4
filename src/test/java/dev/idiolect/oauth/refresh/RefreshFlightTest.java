package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshFlightTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final Duration LONG = Duration.ofSeconds(20);

    private final RefreshFlight flight = new RefreshFlight(DID, new DaemonThreads());
    private final AtomicReference<Throwable> seenByDone = new AtomicReference<>();

    @Test
    void doneRunsBeforeCallerSeesSession() {
        OAuthSession session = TestSessions.full(DID);
        flight.start(() -> session, this::done);
        assertThat(flight.await(LONG)).isSameAs(session);
        assertThat(seenByDone.get()).isInstanceOf(RefreshException.class);
    }

    @Test
    void doneRunsBeforeCallerSeesFailure() {
        flight.start(
                () -> {
                    throw new IllegalStateException("fault");
                },
                this::done);
        assertThatThrownBy(() -> flight.await(LONG)).hasMessage("fault");
        assertThat(seenByDone.get()).isInstanceOf(RefreshException.class);
    }

    /** A failure of the cleanup: the caller must not wait three minutes for it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void errorAfterRefreshLeavesNoCallerWaiting(boolean refreshed) {
        OAuthSession session = TestSessions.full(DID);
        RefreshFlight failing = new RefreshFlight(DID, quietThreads());
        failing.start(
                () -> {
                    if (refreshed) {
                        return session;
                    }
                    throw new AssertionError("refresh");
                },
                () -> {
                    throw new LinkageError("cleanup");
                });
        if (refreshed) {
            assertThat(failing.await(LONG)).isSameAs(session);
        } else {
            assertThatThrownBy(() -> failing.await(LONG)).hasMessage("refresh");
        }
    }

    @Test
    void errorWithoutThreadLeavesNoCallerWaiting() {
        RefreshFlight failing = new RefreshFlight(DID, task -> {
            throw new OutOfMemoryError("no thread");
        });
        assertThatThrownBy(() -> failing.start(() -> TestSessions.full(DID), () -> {
                    throw new LinkageError("cleanup");
                }))
                .hasMessage("cleanup");
        assertThatThrownBy(() -> failing.await(LONG)).hasMessage("no thread");
    }

    private static ThreadFactory quietThreads() {
        return task -> {
            Thread thread = new DaemonThreads().newThread(task);
            thread.setUncaughtExceptionHandler((failed, e) -> {});
            return thread;
        };
    }

    @Test
    void runsOnDaemonThreadWithCallersClassLoader() {
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

    private void done() {
        seenByDone.set(catchThrowable(() -> flight.await(Duration.ZERO)));
    }
}
