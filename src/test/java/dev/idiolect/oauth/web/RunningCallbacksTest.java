package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.session.SignedIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RunningCallbacksTest {

    private static final Map<String, String> PARAMETERS = Map.of("state", "s", "code", "c");
    private static final SignedIn ALICE = new SignedIn("did:plc:alice", null, "https://pds.example.com");

    private final RunningCallbacks callbacks = new RunningCallbacks();

    @Test
    void failureIsSharedAndThenForgotten() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch refusal = new CountDownLatch(1);
        CompletableFuture<SignedIn> first = start(PARAMETERS, () -> {
            entered.countDown();
            await(refusal);
            throw new IllegalArgumentException("refused");
        });
        await(entered);
        CompletableFuture<SignedIn> second = start(Map.copyOf(PARAMETERS), () -> ALICE);
        Awaitility.await().until(() -> callbacks.waiting() == 1);
        refusal.countDown();
        assertThatThrownBy(first::get).hasRootCauseMessage("refused");
        assertThatThrownBy(second::get).hasRootCauseMessage("refused");
        assertThat(callbacks.complete(PARAMETERS, () -> ALICE)).isEqualTo(ALICE);
    }

    @Test
    void onlySomeRequestsWaitForAnother() {
        CountDownLatch end = new CountDownLatch(1);
        List<CompletableFuture<SignedIn>> waiting = new ArrayList<>();
        for (int i = 0; i <= RunningCallbacks.MAX_WAITING; i++) {
            Map<String, String> parameters = Map.of("state", "s" + i, "code", "c");
            CountDownLatch entered = new CountDownLatch(1);
            waiting.add(start(parameters, () -> {
                entered.countDown();
                await(end);
                return ALICE;
            }));
            await(entered);
            for (int j = 0; j < RunningCallbacks.MAX_WAITING_FOR_ONE; j++) {
                int before = callbacks.waiting();
                if (before == RunningCallbacks.MAX_WAITING) {
                    break;
                }
                waiting.add(start(parameters, () -> ALICE));
                Awaitility.await().until(() -> callbacks.waiting() == before + 1);
            }
            assertThatThrownBy(() -> callbacks.complete(parameters, () -> ALICE))
                    .isInstanceOf(TooManyException.class);
        }
        assertThat(callbacks.waiting()).isEqualTo(RunningCallbacks.MAX_WAITING);
        end.countDown();
        assertThat(waiting).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(20)));
    }

    private CompletableFuture<SignedIn> start(Map<String, String> parameters, Supplier<SignedIn> exchange) {
        return OwnThread.supply(() -> {
            try {
                return callbacks.complete(parameters, exchange);
            } catch (TooManyException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
