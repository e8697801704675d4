package dev.idiolect.oauth.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of the browser's answer. */
final class CallbackQuery {

    private CallbackQuery() {}

    /** Returns the parameters; none if the query can't be read, or names one twice (RFC 6749 section 3.1). */
    static Map<String, String> parse(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery == null) {
            return parameters;
        }
        try {
            for (String pair : rawQuery.split("&")) {
                String[] parts = pair.split("=", 2);
                String value = parts.length == 1 ? "" : decode(parts[1]);
                if (!pair.isEmpty() && parameters.putIfAbsent(decode(parts[0]), value) != null) {
                    return Map.of();
                }
            }
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
