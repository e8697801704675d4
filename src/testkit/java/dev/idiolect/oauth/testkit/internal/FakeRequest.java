package dev.idiolect.oauth.testkit.internal;

import java.nio.charset.StandardCharsets;
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
@SuppressWarnings("ArrayRecordComponent") // Never compared.
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
        return Forms.decode(text());
    }

    /** Returns the parameters of the query. */
    public Map<String, String> parameters() {
        return Forms.decode(query);
    }
}
