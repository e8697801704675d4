package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accounts whose authorization server is slow, next to others. */
@Timeout(60)
class SlowServerTest {

    private static final String BOB = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb";
    private static final int HOSTILE = 200;

    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final SessionRefresher refresher = SessionRefresher.builder(store, Refresher.of(new DpopProofFactory()))
            .build();
    private final Gate gate = new Gate();

    @Test
    void slowServerDoesNotStopRefreshesAtOthers() {
        try (FakePds slow = FakePds.start();
                FakePds other = FakePds.start()) {
            slow.fail(FakePds.TOKEN, FakePds.ALWAYS, Faults.hold(gate));
            List<CompletableFuture<OAuthSession>> hostile = new ArrayList<>();
            for (int i = 0; i < HOSTILE; i++) {
                String did = String.format("did:plc:%024d", i)
                        .replace('0', 'a')
                        .replace('1', 'b')
                        .replace('8', 'c')
                        .replace('9', 'd');
                store.save(expired(slow, did));
                hostile.add(refresher.refreshIfNeededLater(did));
            }
            gate.awaitArrivals(30);
            store.save(expired(other, BOB));
            CompletableFuture<OAuthSession> bob = OwnThread.supply(() -> refresher.refreshIfNeeded(BOB));
            assertThat(bob).succeedsWithin(Duration.ofSeconds(5));
            assertThat(hostile).noneMatch(call -> call.isDone() && !call.isCompletedExceptionally());
            gate.open();
        }
    }

    private static OAuthSession expired(FakePds pds, String did) {
        return pds.session(did).toBuilder()
                .issuedAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH)
                .build();
    }
}
