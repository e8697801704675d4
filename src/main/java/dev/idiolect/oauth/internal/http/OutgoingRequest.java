package dev.idiolect.oauth.internal.http;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The parts of a request, independent of HttpClient's classes; see {@link ExchangeClient#request}. */
final class OutgoingRequest {

    // Set by HttpClient or by this class.
    private static final Set<String> RESERVED_HEADERS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "accept-encoding", "expect");

    private final String method;

    // Transient, so that no serializer writes them.
    private final transient Map<String, String> headers;
    private final transient byte[] body;

    /** @throws IllegalArgumentException if a header is reserved or has characters that are not allowed */
    OutgoingRequest(String method, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.headers = Map.copyOf(headers);
        this.body = body;
        headers.forEach((name, value) -> {
            boolean clean = name.matches("[A-Za-z0-9-]+") && value.matches("[\\x20-\\x7e]*");
            if (!clean || RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Invalid header " + SafeText.quoted(name));
            }
        });
    }

    String method() {
        return method;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** Returns a text without headers and body, which contain tokens. */
    @Override
    public String toString() {
        return "OutgoingRequest[" + method + "]";
    }
}
