package dev.idiolect.oauth.dpop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bounded, thread-safe map from origin to what was learnt of it; the least recently used one is dropped. */
final class PerOrigin<V> {

    private final Map<String, V> values;

    PerOrigin(int limit) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > limit;
            }
        };
    }

    synchronized @Nullable V get(String origin) {
        return values.get(origin);
    }

    synchronized void put(String origin, V value) {
        values.put(origin, value);
    }

    synchronized void putIfAbsent(String origin, V value) {
        values.putIfAbsent(origin, value);
    }

    synchronized int size() {
        return values.size();
    }
}
