package dev.idiolect.oauth.internal.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** A bounded, thread-safe map; when it is full, the least recently used entry is dropped. */
public final class LruCache<V> {

    private final Map<String, V> values;

    public LruCache(int limit) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > limit;
            }
        };
    }

    public synchronized @Nullable V get(String key) {
        return values.get(key);
    }

    public synchronized void put(String key, V value) {
        values.put(key, value);
    }

    public synchronized void putIfAbsent(String key, V value) {
        values.putIfAbsent(key, value);
    }

    /** Stores a value, or the function's result for the current and the new value. Returns the stored value. */
    public synchronized V merge(String key, V value, BinaryOperator<V> function) {
        V current = values.get(key);
        V merged = current == null ? value : function.apply(current, value);
        values.put(key, merged);
        return merged;
    }

    /** Replaces a value if it is still the expected one. Returns whether it was. */
    @SuppressWarnings("ReferenceEquality") // Two entries may be equal.
    public synchronized boolean replace(String key, V expected, V value) {
        boolean same = values.get(key) == expected;
        if (same) {
            values.put(key, value);
        }
        return same;
    }

    public synchronized void remove(String key) {
        values.remove(key);
    }

    public synchronized int size() {
        return values.size();
    }
}
