package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.OwnThread;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LruCacheTest {

    private static final int BYTES = 15_000;

    private final LruCache<String> cache = new LruCache<>(100, BYTES, LruCache::bytes);

    @Test
    void leastRecentlyUsedEntryIsDropped() {
        LruCache<String> two = new LruCache<>(2);
        two.put("a", "1");
        two.put("b", "2");
        assertThat(two.get("a")).isEqualTo("1");
        two.put("c", "3");
        assertThat(two.get("b")).isNull();
        assertThat(two.get("a")).isEqualTo("1");
        assertThat(two.size()).isEqualTo(2);
    }

    @Test
    void entryCanBeReadWhileItIsReplaced() throws Exception {
        cache.put("key", "0");
        CompletableFuture<Void> writer = OwnThread.run(() -> {
            for (int i = 0; i < 200_000; i++) {
                cache.put("key", Integer.toString(i));
            }
        });
        while (!writer.isDone()) {
            assertThat(cache.get("key")).isNotNull();
        }
        writer.get();
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void largeValuesDropOthers() {
        for (int i = 0; i < 50; i++) {
            cache.put("small-" + i, "x");
        }
        assertThat(cache.size()).isEqualTo(50);
        cache.put("large", "x".repeat(6_000));
        assertThat(cache.get("large")).hasSize(6_000);
        assertThat(cache.size()).isBetween(2, 20);
        assertThat(cache.bytes()).isLessThanOrEqualTo(BYTES);
    }

    @Test
    void valueOverTheBoundIsNotKeptAndEndsTheOldOne() {
        cache.put("other", "x");
        cache.put("key", "old");
        cache.put("key", "x".repeat(BYTES));
        assertThat(cache.get("key")).isNull();
        assertThat(cache.get("other")).isEqualTo("x");
    }

    @Test
    void longKeysCount() {
        LruCache<Boolean> fixed = new LruCache<>(100);
        for (int i = 0; i < 100; i++) {
            fixed.put(i + "x".repeat(2_048), true);
        }
        assertThat(fixed.bytes()).isLessThanOrEqualTo(100L * LruCache.BYTES_PER_ENTRY);
        assertThat(fixed.size()).isGreaterThan(5);
    }

    @Test
    void removedAndReplacedValuesNoLongerCount() {
        for (int i = 0; i < 1_000; i++) {
            cache.put("a", "x".repeat(i));
            cache.putIfAbsent("a", "y");
            cache.merge("b", "x".repeat(i), (old, added) -> added);
            String before = cache.get("b");
            assertThat(before).hasSize(i);
            assertThat(cache.replace("b", before, "z")).isTrue();
            cache.remove("a");
            cache.remove("b");
            cache.remove("b");
        }
        assertThat(cache.bytes()).isZero();
        assertThat(cache.size()).isZero();
    }
}
