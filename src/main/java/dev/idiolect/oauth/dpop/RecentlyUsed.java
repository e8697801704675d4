package dev.idiolect.oauth.dpop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bounded, thread-safe map; when it is full, the least recently used entry is dropped. */
final class RecentlyUsed<V> {

    private final Map<String, V> values;

    RecentlyUsed(int limit) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > limit;
            }
        };
    }

    synchronized @Nullable V get(String key) {
        return values.get(key);
    }

    synchronized void put(String key, V value) {
        values.put(key, value);
    }

    synchronized void putIfAbsent(String key, V value) {
        values.putIfAbsent(key, value);
    }
}
