package dev.idiolect.oauth.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/**
 * Reads the body of a response. Lenient in syntax, strict in size: a response may carry the only copy of new tokens, and the
 * connection is not shared, so request smuggling is not a concern.
 *
 * <p>HttpClient's own body streams are too strict: they reject repeated lengths and codings, wait for trailers after a
 * complete body, and hide the announced chunk size.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112 section 6.3</a>
 */
final class HttpResponseReader {

    static final int MAX_BODY_SIZE = MaxLength.RESPONSE_BODY.limit();

    private static final int MAX_CHUNK_LINE = 256;

    // Transient, so that no serializer writes them.
    private final transient HttpHeaders headers;
    private final InputStream in;

    private HttpResponseReader(HttpHeaders headers, InputStream in) {
        this.headers = headers;
        this.in = in;
    }

    /**
     * Reads a response up to the end of its body.
     *
     * @param response a response whose entity is everything after the head on the connection
     */
    static HttpResponse read(ClassicHttpResponse response) throws IOException {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            if (!header.getName().isEmpty()) {
                fields.computeIfAbsent(header.getName(), name -> new ArrayList<>())
                        .add(header.getValue());
            }
        }
        HttpHeaders headers = HttpHeaders.of(fields, (name, value) -> true);
        // The status and the headers of an error say enough if its body cannot be decompressed.
        boolean failed = response.getCode() >= 400;
        return new HttpResponse(
                response.getCode(),
                headers,
                response.getEntity() == null
                        ? new byte[0]
                        : new HttpResponseReader(headers, response.getEntity().getContent()).body(!failed));
    }

    private byte[] body(boolean needed) throws IOException {
        byte[] body = encodedBody();
        try {
            return Decompression.decompress(body, listValues("Content-Encoding"));
        } catch (ExchangeException e) {
            if (needed) {
                throw e;
            }
            return new byte[0];
        }
    }

    private List<String> listValues(String name) {
        return headers.allValues(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(element -> element.strip().toLowerCase(Locale.ROOT))
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private byte[] encodedBody() throws IOException {
        Set<String> codings = new HashSet<>(listValues("Transfer-Encoding"));
        codings.remove("identity");
        if (!codings.isEmpty()) {
            if (!codings.equals(Set.of("chunked"))) {
                throw invalid();
            }
            return chunks();
        }
        // RFC 9110 section 8.6 allows repetitions of the same value.
        Set<Long> lengths = new HashSet<>();
        for (String length : listValues("Content-Length")) {
            if (!length.matches("[0-9]{1,18}")) {
                throw invalid();
            }
            lengths.add(Long.parseLong(length));
        }
        if (lengths.size() > 1) {
            throw invalid();
        }
        return lengths.isEmpty()
                ? upToEnd(in)
                : readExactly(requireSize(lengths.iterator().next()));
    }

    static byte[] upToEnd(InputStream in) throws IOException {
        byte[] body = in.readNBytes(MAX_BODY_SIZE + 1);
        requireSize(body.length);
        return body;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            requireSize((long) body.size() + size);
            body.write(readExactly(size));
            if (!line(2).isEmpty()) {
                throw invalid();
            }
        }
        // Trailers are not read: the body is complete, and they may never arrive.
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        String size = line(MAX_CHUNK_LINE).split(";", 2)[0].strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw invalid();
        }
        return requireSize(Long.parseLong(size, 16));
    }

    private byte[] readExactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw cutOff();
        }
        return bytes;
    }

    private String line(int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw cutOff();
            }
            if (line.size() >= limit) {
                throw invalid();
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static int requireSize(long size) throws ExchangeException {
        if (size > MAX_BODY_SIZE) {
            throw ExchangeException.permanentFailure("the response is larger than " + MAX_BODY_SIZE + " bytes");
        }
        return (int) size;
    }

    private static ExchangeException invalid() {
        return ExchangeException.permanentFailure("the response is not valid HTTP/1.1");
    }

    private static ExchangeException cutOff() {
        return ExchangeException.transientFailure("the connection ended before the response did");
    }
}
