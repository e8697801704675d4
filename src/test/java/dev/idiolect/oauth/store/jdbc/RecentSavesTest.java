package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentSavesTest {

    private static final String ALICE = "did:plc:alice";

    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1);
    private final RecentSaves saves = new RecentSaves(time::get);

    private static OAuthSession session(String did, String refreshToken) {
        return TestSessions.full(did).toBuilder().refreshJwt(refreshToken).build();
    }

    private static void add(RecentSaves saves, String did) {
        saves.add(did, session(did, "first"), session(did, "second"));
    }

    @Test
    void saveIsForgottenAfterAMinute() {
        add(saves, ALICE);
        time.addAndGet(RecentSaves.KEPT.toNanos());
        assertThat(saves.lost(session(ALICE, "first"), time.get())).isPresent();
        time.addAndGet(1);
        assertThat(saves.lost(session(ALICE, "first"), time.get())).isEmpty();
        assertThat(saves.dids()).isEmpty();
    }

    @Test
    void repeatedTokenIsNotAnOlderSession() {
        add(saves, ALICE);
        saves.add(ALICE, session(ALICE, "second"), session(ALICE, "second"));
        assertThat(saves.lost(session(ALICE, "second"), time.get())).isEmpty();
        assertThat(saves.lost(session(ALICE, "first"), time.get())).isPresent();
    }

    @Test
    void newestSavesAreKept() {
        for (int i = 0; i < 5_000; i++) {
            add(saves, ALICE + i);
        }
        assertThat(saves.dids()).hasSize(1_000).contains(ALICE + 4_999);
    }

    @Test
    void memoryOfLongSessionsIsBounded() {
        String token = "x".repeat(1_000_000);
        for (int i = 0; i < 20; i++) {
            saves.add(ALICE + i, session(ALICE + i, "first"), session(ALICE + i, token));
        }
        assertThat(saves.dids()).hasSizeBetween(1, 9).contains(ALICE + 19);
    }
}
