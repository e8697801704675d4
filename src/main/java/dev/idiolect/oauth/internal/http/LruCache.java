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

    /** Puts a value, or what the function makes of the current and the new one. Returns the value that is there then. */
    public synchronized V merge(String key, V value, BinaryOperator<V> function) {
        V current = values.get(key);
        V merged = current == null ? value : function.apply(current, value);
        values.put(key, merged);
        return merged;
    }

    /** Replaces a value, unless another thread has. Returns whether it did. */
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
