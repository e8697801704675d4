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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 answer from a connection that holds nothing else, and takes no more of anything than it is worth.
 *
 * <p>It may hold the only copy of new tokens, and nobody else's answer can be mixed with it: what can be understood in one way
 * alone is read, however odd, and only its sizes are strict.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112 section 6.3</a>
 */
final class HttpResponseReader {

    static final int LARGEST_BODY = 512 * 1024;

    private static final int LARGEST_HEAD = 64 * 1024;
    private static final int LONGEST_CHUNK_LINE = 256;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*+)?+", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++");

    // Whatever else a server writes as a content coding leaves the body as it is.
    private static final Set<String> COMPRESSED =
            Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd");

    private final InputStream in;
    private int headLeft = LARGEST_HEAD;

    HttpResponseReader(InputStream in) {
        this.in = in;
    }

    HttpResponse read() throws IOException {
        int status;
        HttpHeaders headers;
        do {
            status = status();
            headers = headers();
        } while (status < 200);
        if (listed(headers, "Content-Encoding").stream().anyMatch(COMPRESSED::contains)) {
            throw ExchangeException.permanentFailure("the answer is compressed, which was not asked for");
        }
        return new HttpResponse(status, headers, status == 204 || status == 304 ? new byte[0] : body(headers));
    }

    private int status() throws IOException {
        Matcher status = STATUS.matcher(headLine());
        if (!status.matches()) {
            throw noHttp();
        }
        return Integer.parseInt(status.group(1));
    }

    private HttpHeaders headers() throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<String> values = new ArrayList<>();
        for (String line = headLine(); !line.isEmpty(); line = headLine()) {
            if (line.startsWith(" ") || line.startsWith("\t")) {
                unfold(values, line);
                continue;
            }
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(colon, 0)).stripTrailing();
            // The values of what is no header are nobody's.
            values = NAME.matcher(name).matches()
                    ? headers.computeIfAbsent(name, first -> new ArrayList<>())
                    : new ArrayList<>();
            values.add(line.substring(colon + 1).strip());
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    // RFC 9112 section 5.2: a line that begins with a space goes on with the one before.
    private static void unfold(List<String> values, String line) {
        if (!values.isEmpty()) {
            int last = values.size() - 1;
            values.set(last, (values.get(last) + " " + line.strip()).strip());
        }
    }

    private static List<String> listed(HttpHeaders headers, String name) {
        return headers.allValues(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(element -> element.strip().toLowerCase(Locale.ROOT))
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private byte[] body(HttpHeaders headers) throws IOException {
        Set<String> codings = new HashSet<>(listed(headers, "Transfer-Encoding"));
        codings.remove("identity");
        if (!codings.isEmpty()) {
            if (!codings.equals(Set.of("chunked"))) {
                throw noHttp();
            }
            return chunks();
        }
        // RFC 9110 section 8.6: one value, however often it is said.
        Set<Long> lengths = new HashSet<>();
        for (String length : listed(headers, "Content-Length")) {
            if (!length.matches("[0-9]{1,18}")) {
                throw noHttp();
            }
            lengths.add(Long.parseLong(length));
        }
        if (lengths.size() > 1) {
            throw noHttp();
        }
        return lengths.isEmpty()
                ? toTheEnd()
                : exactly(requireSize(lengths.iterator().next()));
    }

    private byte[] toTheEnd() throws IOException {
        byte[] body = in.readNBytes(LARGEST_BODY + 1);
        requireSize(body.length);
        return body;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            requireSize((long) body.size() + size);
            body.write(exactly(size));
            if (!line(2).isEmpty()) {
                throw noHttp();
            }
        }
        // Trailers may follow, which nobody needs; the body is whole without them.
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        String size = line(LONGEST_CHUNK_LINE).split(";", 2)[0].strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw noHttp();
        }
        return requireSize(Long.parseLong(size, 16));
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw cutOff();
        }
        return bytes;
    }

    private String headLine() throws IOException {
        String line = line(headLeft);
        headLeft -= line.length() + 1;
        return line;
    }

    private String line(int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw cutOff();
            }
            if (line.size() >= limit) {
                throw ExchangeException.permanentFailure("the answer's head is larger than allowed");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static int requireSize(long size) throws ExchangeException {
        if (size > LARGEST_BODY) {
            throw ExchangeException.permanentFailure("the answer is larger than " + LARGEST_BODY + " bytes");
        }
        return (int) size;
    }

    private static ExchangeException noHttp() {
        return ExchangeException.permanentFailure("the answer is no HTTP/1.1");
    }

    private static ExchangeException cutOff() {
        return ExchangeException.transientFailure("the connection ended before the answer did");
    }
}
