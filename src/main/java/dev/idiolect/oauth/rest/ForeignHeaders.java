package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.HeaderLines;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Removes headers that a request to the account's PDS must not copy from another request, such as an incoming one:
 * credentials for other servers, the length of another body, and headers of a connection.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110 section 7.6.1</a>
 */
final class ForeignHeaders {

    private static final String CONNECTION = "Connection";

    private static final Pattern LIST = Pattern.compile(",");

    private static final List<String> NAMES = List.of(
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
            "Upgrade");

    private ForeignHeaders() {}

    /** Removes these headers, and the ones that {@code Connection} names. */
    static void removeFrom(MultivaluedMap<String, Object> headers) {
        List<String> names = new ArrayList<>(NAMES);
        headers.forEach((name, values) -> {
            if (name.equalsIgnoreCase(CONNECTION) && values != null) {
                values.forEach(value -> names.addAll(options(String.valueOf(value))));
            }
        });
        names.forEach(name -> HeaderLines.remove(headers, name));
    }

    private static List<String> options(String connection) {
        return LIST.splitAsStream(connection).map(String::trim).toList();
    }
}
