package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.LogCapture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnconfirmedChangesTest {

    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1);
    private final UnconfirmedChanges changes = new UnconfirmedChanges("jdbc/{oauth}", time::get);

    @Test
    void oneWarningAMinuteCountsTheOthers() {
        try (LogCapture log = new LogCapture(JdbcOAuthTokenStore.class)) {
            for (int i = 0; i < 5; i++) {
                changes.log("did:plc:a" + i);
            }
            time.addAndGet(UnconfirmedChanges.PAUSE.toNanos() - 1);
            changes.log("did:plc:b");
            time.addAndGet(1);
            changes.log("did:plc:c");
            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(0))
                    .contains("jdbc/{oauth} has stored the last change of the session of did:plc:a0")
                    .doesNotContain("not shown");
            assertThat(log.messages().get(1)).contains("did:plc:c", "(not shown: 5 more like this)");
        }
    }

    @Test
    void omittedWarningsAreDebugMessages() {
        try (LogCapture log = LogCapture.ofEverything(JdbcOAuthTokenStore.class)) {
            changes.log("did:plc:a");
            changes.log("did:plc:b");
            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(1)).contains("did:plc:b").doesNotContain("WARNING");
        }
    }
}
