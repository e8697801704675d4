package dev.idiolect.oauth.pds;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A received request.
 *
 * @param path the path, still percent-encoded
 * @param query the part after the question mark, or an empty string
 * @param headers the headers by case-insensitive name
 */
public record FakeRequest(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    /** Returns all values of a header, one for each line. */
    public List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    /** Returns the body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the body as a form. */
    public Map<String, String> form() {
        return pairs(text());
    }

    /** Returns the parameters of the query. */
    public Map<String, String> parameters() {
        return pairs(query);
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
