package dev.idiolect.oauth.rest.internal;

import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a response. On some runtimes, names are case-sensitive or the headers are null. */
public final class HeaderLines {

    private HeaderLines() {}

    /** Returns the values of a header, one for each line. */
    public static List<String> all(ClientResponseContext response, String name) {
        MultivaluedMap<String, String> headers = response.getHeaders();
        if (headers != null) {
            for (Map.Entry<String, List<String>> header : headers.entrySet()) {
                if (name.equalsIgnoreCase(header.getKey()) && header.getValue() != null) {
                    return header.getValue();
                }
            }
        }
        return List.of();
    }

    /** Returns the first value of a header, or null. */
    public static @Nullable String first(ClientResponseContext response, String name) {
        List<String> values = all(response, name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** Removes all values of a header. */
    public static void remove(MultivaluedMap<String, ?> headers, String name) {
        headers.remove(name);
        for (String key : List.copyOf(headers.keySet())) {
            if (key.equalsIgnoreCase(name)) {
                headers.remove(key);
            }
        }
    }
}
