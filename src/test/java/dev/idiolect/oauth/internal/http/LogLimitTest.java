package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogLimitTest {

    private static final Logger LOG = System.getLogger(LogLimitTest.class.getName());

    private final TestClock clock = TestClock.at(Instant.parse("2026-11-27T10:00:00Z"));
    private final LogLimit limit = new LogLimit(clock);
    private final LogCapture capture = new LogCapture(LogLimitTest.class);

    @AfterEach
    void close() {
        capture.close();
    }

    private void warn(String key) {
        limit.log(LOG, Level.WARNING, key, "about " + key);
    }

    private List<String> logged() {
        List<String> texts = capture.messages().stream()
                .map(message -> message.substring(message.indexOf("about")).strip())
                .toList();
        capture.messages().clear();
        return texts;
    }

    @Test
    void repeatedMessageIsLoggedOncePerWindow() {
        warn("a");
        warn("a");
        clock.advance(LogLimit.WINDOW.minusMillis(1));
        warn("a");
        warn("b");
        assertThat(logged()).containsExactly("about a", "about b");
        clock.advance(Duration.ofMillis(1));
        warn("a");
        assertThat(logged()).containsExactly("about a (not shown: 2 more like this)");
        clock.advance(LogLimit.WINDOW);
        warn("a");
        assertThat(logged()).containsExactly("about a");
    }

    @Test
    void manyKeysShareOneMessage() {
        for (int i = 0; i < 1000; i++) {
            warn("k" + i);
        }
        assertThat(logged()).hasSize(LogLimit.MAX_KEYS + 1);
        clock.advance(LogLimit.WINDOW);
        for (int i = 1000; i < 2000; i++) {
            warn("k" + i);
        }
        assertThat(logged())
                .hasSizeBetween(LogLimit.MAX_KEYS, LogLimit.MAX_KEYS + 1)
                .last()
                .asString()
                .contains("(not shown: 979 more like this)");
    }

    @Test
    void countOfAForgottenKeyIsNotLost() {
        warn("a");
        warn("a");
        clock.advance(LogLimit.WINDOW);
        for (int i = 0; i < 100; i++) {
            warn("k" + i);
        }
        assertThat(logged()).last().asString().endsWith("(not shown: 1 more like this)");
    }

    @Test
    void clockSetBackSuppressesNoMessage() {
        warn("a");
        clock.advance(Duration.ofDays(-1));
        warn("a");
        assertThat(logged()).hasSize(2);
    }
}
