package dev.idiolect.oauth.internal.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A thread-safe map with limits for its entries and for their bytes, because strangers choose the length of keys and
 * values. When it is full, it drops entries that were not read recently. It does not keep a value that exceeds the
 * limit by itself. Reads take no lock, because each signed call reads several caches.
 */
public final class LruCache<V> {

    /** The bytes for each entry of a cache without a limit of its own: enough for a key such as a DID or an origin. */
    static final int BYTES_PER_ENTRY = 512;

    // Two map nodes, the entry, and the object headers of key and value.
    private static final int OVERHEAD = 192;

    private static final class LruEntry<V> {

        private final V value;

        // Whether it was read since it moved to the end of the order.
        private volatile boolean used;

        LruEntry(V value) {
            this.value = value;
        }

        V use() {
            if (!used) {
                used = true;
            }
            return value;
        }
    }

    private final Map<String, LruEntry<V>> values = new ConcurrentHashMap<>();

    // The same entries, eldest first. Guarded by this object's lock.
    private final Map<String, LruEntry<V>> order = new LinkedHashMap<>();
    private final int limit;
    private final long maxBytes;
    private final ToLongFunction<V> weigher;
    private long bytes;

    /** Creates a cache of values of a fixed, small size. */
    public LruCache(int limit) {
        this(limit, (long) limit * BYTES_PER_ENTRY, value -> 0);
    }

    /** @param weigher returns the bytes of a value, which must not change; see {@link #bytes(Object)} */
    public LruCache(int limit, long maxBytes, ToLongFunction<V> weigher) {
        this.limit = limit;
        this.maxBytes = maxBytes;
        this.weigher = weigher;
    }

    /** Returns the maximum size in bytes of a text, or of an object's {@code toString}; zero for null. */
    public static long bytes(@Nullable Object text) {
        return text == null ? 0 : 2L * text.toString().length();
    }

    public @Nullable V get(String key) {
        LruEntry<V> entry = values.get(key);
        return entry == null ? null : entry.use();
    }

    public synchronized void put(String key, V value) {
        long added = weight(key, value);
        if (added > maxBytes || limit < 1) {
            remove(key);
            return;
        }
        LruEntry<V> entry = new LruEntry<>(value);
        // Not removed and put again: a reader would find no entry in between.
        values.put(key, entry);
        LruEntry<V> replaced = order.remove(key);
        order.put(key, entry);
        bytes += added - (replaced == null ? 0 : weight(key, replaced.value));
        dropEldest();
    }

    public synchronized void putIfAbsent(String key, V value) {
        if (get(key) == null) {
            put(key, value);
        }
    }

    /**
     * Stores a value, or the function's result for the current and the new value. Returns the new entry, even if it is
     * too large to be kept.
     */
    public synchronized V merge(String key, V value, BinaryOperator<V> function) {
        V current = get(key);
        V merged = current == null ? value : function.apply(current, value);
        put(key, merged);
        return merged;
    }

    /** Replaces a value if it is still the expected one. Returns whether it was. */
    @SuppressWarnings("ReferenceEquality") // Two entries may be equal.
    public synchronized boolean replace(String key, V expected, V value) {
        boolean same = get(key) == expected;
        if (same) {
            put(key, value);
        }
        return same;
    }

    public synchronized void remove(String key) {
        LruEntry<V> removed = order.remove(key);
        if (removed != null) {
            values.remove(key);
            bytes -= weight(key, removed.value);
        }
    }

    /** Removes a value if it is still the expected one. */
    @SuppressWarnings("ReferenceEquality") // Two entries may be equal.
    public synchronized void remove(String key, V expected) {
        if (get(key) == expected) {
            remove(key);
        }
    }

    /** Removes the values that match a condition. */
    public synchronized void removeIf(Predicate<V> condition) {
        List<String> matching = new ArrayList<>();
        order.forEach((key, entry) -> {
            if (condition.test(entry.value)) {
                matching.add(key);
            }
        });
        matching.forEach(this::remove);
    }

    public int size() {
        return values.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    // The second-chance algorithm: an entry that was read moves to the end instead. Each move follows a read, so moves
    // cost no more than reads.
    private void dropEldest() {
        while (order.size() > limit || bytes > maxBytes) {
            Map.Entry<String, LruEntry<V>> eldest = order.entrySet().iterator().next();
            String key = eldest.getKey();
            LruEntry<V> entry = eldest.getValue();
            if (entry.used) {
                entry.used = false;
                order.remove(key);
                order.put(key, entry);
            } else {
                remove(key);
            }
        }
    }

    private long weight(String key, V value) {
        return OVERHEAD + bytes(key) + weigher.applyAsLong(value);
    }
}
