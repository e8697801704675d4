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

    private final StringWriter said = new StringWriter();
    private final ShutdownGuard interruption = new ShutdownGuard(new Console(new PrintWriter(said)), "Nothing done.");

    @AfterEach
    void close() {
        interruption.close();
    }

    @Test
    void whatHasNotBegunNeverBegins() {
        interruption.end();
        assertThat(said.toString()).isEqualTo("Nothing done." + System.lineSeparator());
        assertThatThrownBy(() -> interruption.whole(() -> {
                    throw new AssertionError("begun");
                }))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void whatHasBegunIsWaitedFor() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> work = OwnThread.supply(() -> interruption.whole(() -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "done";
        }));
        begun.await();
        CompletableFuture<Void> end = OwnThread.run(interruption::end);
        await().until(() -> said.toString().contains("Waiting"));
        assertThat(end).isNotDone();
        go.countDown();
        end.get();
        assertThat(work.get()).isEqualTo("done");
        assertThat(said.toString()).contains("It was done").doesNotContain("Nothing done");
    }
}
