package dev.idiolect.oauth.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Removes headers that a request to the account's PDS must not copy from another request, such as the incoming request:
 * credentials for other servers, the length of another body, and headers of a single connection. Also removes the headers
 * of traces, because the application does not operate the PDS, and baggage can contain its data.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110 section 7.6.1</a>
 */
final class ForeignHeaders {

    private static final String CONNECTION = "Connection";

    private static final Pattern LIST = Pattern.compile(",");

    private static final Set<String> NAMES = caseInsensitive(List.of(
            DpopSigned.ACCOUNT,
            HttpHeaders.AUTHORIZATION,
            "DPoP",
            HttpHeaders.HOST,
            HttpHeaders.COOKIE,
            HttpHeaders.CONTENT_LENGTH,
            "Proxy-Authorization",
            "Proxy-Connection",
            CONNECTION,
            "Keep-Alive",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "traceparent",
            "tracestate",
            "baggage",
            "b3",
            "X-B3-TraceId",
            "X-B3-ParentSpanId",
            "X-B3-SpanId",
            "X-B3-Sampled",
            "X-B3-Flags",
            "uber-trace-id"));

    private ForeignHeaders() {}

    private static Set<String> caseInsensitive(Collection<String> names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(names);
        return set;
    }

    /** Removes these headers, and the ones that {@code Connection} names. */
    static void removeFrom(MultivaluedMap<String, Object> headers) {
        Set<String> hop = caseInsensitive(List.of());
        headers.forEach((name, values) -> {
            if (name.equalsIgnoreCase(CONNECTION) && values != null) {
                values.forEach(value -> hop.addAll(options(String.valueOf(value))));
            }
        });
        // On some runtimes, the map is case-sensitive.
        for (String name : List.copyOf(headers.keySet())) {
            if (NAMES.contains(name) || hop.contains(name)) {
                headers.remove(name);
            }
        }
    }

    private static List<String> options(String connection) {
        return LIST.splitAsStream(connection).map(String::trim).toList();
    }
}
