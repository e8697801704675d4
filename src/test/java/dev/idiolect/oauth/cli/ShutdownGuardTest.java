package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShutdownGuardTest {

    private final StringWriter err = new StringWriter();
    private final ShutdownGuard guard = new ShutdownGuard(new Console(new PrintWriter(err)), "Cancelled.");

    @AfterEach
    void close() {
        guard.close();
    }

    @Test
    void operationDoesNotStartAfterShutdown() {
        guard.onShutdown();
        assertThat(err.toString()).isEqualTo("Cancelled." + System.lineSeparator());
        assertThatThrownBy(() -> guard.runUninterruptibly(() -> {
                    throw new AssertionError("started");
                }))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void shutdownWaitsForRunningOperation() throws Exception {
        CountDownLatch proceed = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<String> work = OwnThread.supply(() -> guard.runUninterruptibly(() -> {
            started.countDown();
            try {
                proceed.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "done";
        }));
        started.await();
        CompletableFuture<Void> end = OwnThread.run(guard::onShutdown);
        await().until(() -> err.toString().contains("Finishing"));
        assertThat(end).isNotDone();
        proceed.countDown();
        end.get();
        assertThat(work.get()).isEqualTo("done");
        assertThat(err.toString()).contains("The operation was completed").doesNotContain("Cancelled");
    }
}
