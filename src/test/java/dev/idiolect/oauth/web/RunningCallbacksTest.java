package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.session.SignedIn;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RunningCallbacksTest {

    private static final Map<String, String> PARAMETERS = Map.of("state", "s", "code", "c");
    private static final SignedIn ALICE = new SignedIn("did:plc:alice", null, "https://pds.example.com");

    private final RunningCallbacks callbacks = new RunningCallbacks();

    @Test
    void failureIsSharedAndThenForgotten() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch refusal = new CountDownLatch(1);
        CompletableFuture<SignedIn> first = OwnThread.supply(() -> callbacks.complete(PARAMETERS, () -> {
            entered.countDown();
            await(refusal);
            throw new IllegalArgumentException("refused");
        }));
        await(entered);
        CompletableFuture<SignedIn> second =
                OwnThread.supply(() -> callbacks.complete(Map.copyOf(PARAMETERS), () -> ALICE));
        Awaitility.await().until(() -> callbacks.waiting() == 1);
        refusal.countDown();
        assertThatThrownBy(first::get).hasRootCauseMessage("refused");
        assertThatThrownBy(second::get).hasRootCauseMessage("refused");
        assertThat(callbacks.complete(PARAMETERS, () -> ALICE)).isEqualTo(ALICE);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
