package dev.idiolect.oauth.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import dev.idiolect.oauth.store.StoreException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of pending logins. */
class StoreFuzzTest {

    static Stream<byte[]> pendingLoginsSeeds() {
        return Parsing.seeds("2026-11-23T10:00:00Z\n{\"key\":\"" + Parsing.SECRET + "\"}", "\n", "x");
    }

    @MethodSource("pendingLoginsSeeds")
    @ParserFuzz
    void pendingLogins(byte[] input) {
        Parsing.throwing(StoreException.class).secretIn("key").text(input, text -> {
            PendingEntry entry = PendingEntry.parse(text, "the file", StoreException::permanentFailure);
            assertThat(PendingEntry.parse(entry.text(), "the file", StoreException::permanentFailure))
                    .usingRecursiveComparison()
                    .isEqualTo(entry);
        });
    }

    static Stream<byte[]> statesSeeds() {
        return Parsing.seeds("abcDEF-_123", "~!");
    }

    @MethodSource("statesSeeds")
    @ParserFuzz
    void states(byte[] input) {
        Parsing.throwing(StoreException.class).text(input, text -> {
            PendingEntry.require(text, "", StoreException::permanentFailure);
            PendingEntry.key(text);
        });
    }
}
