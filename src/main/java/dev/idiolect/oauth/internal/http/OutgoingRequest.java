package dev.idiolect.oauth.internal.http;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The parts of a request, independent of HttpClient's classes; see {@link ExchangeClient#request}. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record OutgoingRequest(String method, Map<String, String> headers, byte[] body) {

    // Set by HttpClient or by this class.
    private static final Set<String> RESERVED_HEADERS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "accept-encoding", "expect");

    /** @throws IllegalArgumentException if a header is reserved or has characters that are not allowed */
    OutgoingRequest {
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            boolean clean = name.matches("[A-Za-z0-9-]+") && value.matches("[\\x20-\\x7e]*");
            if (!clean || RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Invalid header " + SafeText.quoted(name));
            }
        });
    }

    /** Returns a text without headers and body, which contain tokens. */
    @Override
    public String toString() {
        return "OutgoingRequest[" + method + "]";
    }
}
