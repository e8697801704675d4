package dev.idiolect.oauth.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 answer from a connection that holds nothing else, and takes no more of anything than it is worth.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112 section 6.3</a>
 */
final class AnswerReader {

    static final int LARGEST_BODY = 512 * 1024;

    private static final int LARGEST_HEAD = 64 * 1024;
    private static final int LONGEST_CHUNK_LINE = 256;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*+)?+", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++");

    private final InputStream in;
    private int headLeft = LARGEST_HEAD;

    AnswerReader(InputStream in) {
        this.in = in;
    }

    WebAnswer read() throws IOException {
        int status;
        HttpHeaders headers;
        do {
            status = status();
            headers = headers();
        } while (status < 200);
        String coding = headers.firstValue("Content-Encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            throw ExchangeException.permanent("the answer is compressed, which was not asked for");
        }
        return new WebAnswer(status, headers, status == 204 || status == 304 ? new byte[0] : body(headers));
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
        for (String line = headLine(); !line.isEmpty(); line = headLine()) {
            int colon = line.indexOf(':');
            if (colon < 0 || !NAME.matcher(line.substring(0, colon)).matches()) {
                throw noHttp();
            }
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    private byte[] body(HttpHeaders headers) throws IOException {
        List<String> transfer = headers.allValues("Transfer-Encoding");
        if (!transfer.isEmpty()) {
            if (transfer.size() > 1 || !transfer.get(0).equalsIgnoreCase("chunked")) {
                throw noHttp();
            }
            return chunks();
        }
        List<String> lengths =
                headers.allValues("Content-Length").stream().distinct().toList();
        if (lengths.isEmpty()) {
            byte[] body = in.readNBytes(LARGEST_BODY + 1);
            requireSize(body.length);
            return body;
        }
        if (lengths.size() > 1 || !lengths.get(0).matches("[0-9]{1,18}")) {
            throw noHttp();
        }
        return exactly(requireSize(Long.parseLong(lengths.get(0))));
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
        while (!headLine().isEmpty()) {
            // Nobody needs the trailers.
        }
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
                throw ExchangeException.permanent("the answer's head is larger than allowed");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static int requireSize(long size) throws ExchangeException {
        if (size > LARGEST_BODY) {
            throw ExchangeException.permanent("the answer is larger than " + LARGEST_BODY + " bytes");
        }
        return (int) size;
    }

    private static ExchangeException noHttp() {
        return ExchangeException.permanent("the answer is no HTTP/1.1");
    }

    private static ExchangeException cutOff() {
        return ExchangeException.passing("the connection ended before the answer did");
    }
}
