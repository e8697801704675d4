package dev.idiolect.oauth.internal.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A thread-safe map with limits for its entries and for their bytes, because strangers choose the length of keys and
 * values. When it is full, the least recently used entries are dropped. A value that exceeds the limit by itself is not
 * kept.
 */
public final class LruCache<V> {

    /** The bytes for each entry of a cache without a limit of its own: enough for a key such as a DID or an origin. */
    static final int BYTES_PER_ENTRY = 512;

    // A node of the map, the key's and the value's object headers.
    private static final int OVERHEAD = 128;

    private final Map<String, V> values = new LinkedHashMap<>(16, 0.75f, true);
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

    public synchronized @Nullable V get(String key) {
        return values.get(key);
    }

    public synchronized void put(String key, V value) {
        remove(key);
        long added = weight(key, value);
        if (added > maxBytes || limit < 1) {
            return;
        }
        values.put(key, value);
        bytes += added;
        dropEldest();
    }

    public synchronized void putIfAbsent(String key, V value) {
        if (values.get(key) == null) {
            put(key, value);
        }
    }

    /**
     * Stores a value, or the function's result for the current and the new value. Returns the new entry, even if it is
     * too large to be kept.
     */
    public synchronized V merge(String key, V value, BinaryOperator<V> function) {
        V current = values.get(key);
        V merged = current == null ? value : function.apply(current, value);
        put(key, merged);
        return merged;
    }

    /** Replaces a value if it is still the expected one. Returns whether it was. */
    @SuppressWarnings("ReferenceEquality") // Two entries may be equal.
    public synchronized boolean replace(String key, V expected, V value) {
        boolean same = values.get(key) == expected;
        if (same) {
            put(key, value);
        }
        return same;
    }

    public synchronized void remove(String key) {
        V removed = values.remove(key);
        if (removed != null) {
            bytes -= weight(key, removed);
        }
    }

    /** Removes a value if it is still the expected one. */
    @SuppressWarnings("ReferenceEquality") // Two entries may be equal.
    public synchronized void remove(String key, V expected) {
        if (values.get(key) == expected) {
            remove(key);
        }
    }

    /** Removes the values that match a condition. */
    public synchronized void removeIf(Predicate<V> condition) {
        Iterator<Map.Entry<String, V>> entries = values.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, V> entry = entries.next();
            if (condition.test(entry.getValue())) {
                bytes -= weight(entry.getKey(), entry.getValue());
                entries.remove();
            }
        }
    }

    public synchronized int size() {
        return values.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    private void dropEldest() {
        Iterator<Map.Entry<String, V>> eldest = values.entrySet().iterator();
        while (values.size() > limit || bytes > maxBytes) {
            Map.Entry<String, V> entry = eldest.next();
            bytes -= weight(entry.getKey(), entry.getValue());
            eldest.remove();
        }
    }

    private long weight(String key, V value) {
        return OVERHEAD + bytes(key) + weigher.applyAsLong(value);
    }
}
