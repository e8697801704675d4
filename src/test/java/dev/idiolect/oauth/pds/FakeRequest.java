package dev.idiolect.oauth.pds;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came over the wire.
 *
 * @param path the path, still percent-encoded
 * @param query what stands behind the question mark, or the empty string
 * @param headers by name, in any case
 */
public record FakeRequest(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    /** All values of a header, one for each line. */
    public List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a form. */
    public Map<String, String> form() {
        return pairs(text());
    }

    /** The query's parameters. */
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
