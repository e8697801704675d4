package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Fuzz;
import org.junit.jupiter.api.Test;

/** Files of pending logins. */
class StoreFuzzTest {

    @Test
    void pendingLogins() {
        Fuzz.of("pending entry", StoreException.class)
                .examples("2026-11-23T10:00:00Z\n{\"key\":\"" + Fuzz.SECRET + "\"}", "\n", "x")
                .texts(text -> {
                    PendingEntry entry = PendingEntry.parse(text, "the file");
                    assertThat(PendingEntry.parse(entry.text(), "the file")).isEqualTo(entry);
                    return entry.body().isEmpty();
                });
    }

    @Test
    void states() {
        Fuzz.of("state", StoreException.class).examples("abcDEF-_123", "~!").texts(text -> {
            PendingEntry.requireState(text);
            return PendingEntry.key(text).length();
        });
    }
}
