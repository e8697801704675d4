package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses of servers: heads, bodies, and the headers that this library reads. */
class HttpFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private static HttpResponse response(int status, String name, String value, byte[] body) {
        return new HttpResponse(status, HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true), body);
    }

    static Stream<byte[]> responsesSeeds() {
        return Parsing.seeds(
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nDPoP-Nonce: n1\r\n\r\n{\"a\":\"b\"}",
                "HTTP/1.1 401 No\r\nWWW-Authenticate: DPoP error=\"use_dpop_nonce\"\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n",
                "HTTP/1.0 200\r\nContent-Encoding: deflate\r\n\r\nall of it");
    }

    @MethodSource("responsesSeeds")
    @ParserFuzz
    void responses(byte[] input) {
        Parsing.throwing(IOException.class, HttpException.class).bytes(input, bytes -> {
            ByteArrayInputStream in = new ByteArrayInputStream(input);
            SessionInputBufferImpl buffer = new SessionInputBufferImpl(8192);
            ClassicHttpResponse head = new ResponseHeadParser().parse(buffer, in);
            head.setEntity(new InputStreamEntity(new BufferedRest(buffer, in), null));
            HttpResponse response = HttpResponseReader.read(head);
            assertThat(response.body().length).isLessThanOrEqualTo(MaxLength.RESPONSE_BODY.limit());
            response.isTransient();
            response.isFromJsonServer();
        });
    }

    /** The bytes after a head on a connection. */
    private static final class BufferedRest extends java.io.InputStream {
        private final SessionInputBufferImpl buffer;
        private final ByteArrayInputStream in;

        BufferedRest(SessionInputBufferImpl buffer, ByteArrayInputStream in) {
            this.buffer = buffer;
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return buffer.read(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return buffer.read(bytes, offset, length, in);
        }
    }

    static Stream<byte[]> compressedBodiesSeeds() throws IOException {
        return Stream.of(
                gzip("{\"a\":\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"}".getBytes(StandardCharsets.UTF_8)),
                // A bomb.
                gzip(new byte[4 << 20]),
                new byte[] {0x1f, (byte) 0x8b, 8});
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    @MethodSource("compressedBodiesSeeds")
    @ParserFuzz
    void compressedBodies(byte[] input) {
        Parsing.throwing(ExchangeException.class).bytes(input, bytes -> {
            byte[] body = Decompression.decompress(input, List.of("gzip"));
            Decompression.decompress(input, List.of());
            try {
                Decompression.decompress(input, List.of("deflate"));
            } catch (ExchangeException corrupt) {
                // As documented.
            }
            assertThat(body.length).isLessThanOrEqualTo(Math.max(input.length, MaxLength.RESPONSE_BODY.limit()));
        });
    }

    static Stream<byte[]> errorResponsesSeeds() {
        return Parsing.seeds(
                "{\"error\":\"invalid_grant\",\"error_description\":\"no\"}",
                "{\"error\":\"ExpiredToken\",\"message\":\"Bearer " + Parsing.SECRET + "\"}",
                ")]}'\n{\"error\":[1e400,{\"a\":null}],\"x\":{\"y\":[true,false]}}");
    }

    @MethodSource("errorResponsesSeeds")
    @ParserFuzz
    void errorResponses(byte[] input) {
        Parsing.throwing().bytes(input, bytes -> {
            HttpResponse response = response(400, "Location", "https://x.example/", input);
            String code = response.errorCode();
            assertThat(code == null || MaxLength.ERROR_CODE.allows(code)).isTrue();
            String description = response.description();
            assertThat(description == null ? 0 : description.length())
                    .isLessThanOrEqualTo(MaxLength.ERROR_DESCRIPTION.limit() + 3);
            response.isChallenge("use_dpop_nonce");
            assertThat(response.without(Parsing.SECRET).text()).doesNotContain(Parsing.SECRET);
            assertThat(response.summary()).hasSizeLessThan(600);
        });
    }

    static Stream<byte[]> challengesSeeds() {
        return Parsing.seeds(
                "DPoP algs=\"ES256\", error=\"use_dpop_nonce\", error_description=\"a \\\"b\\\"\"",
                "Basic realm=x, Bearer abc==, DPoP error = invalid_token",
                "Negotiate a87421000492aa874209af8bc028");
    }

    @MethodSource("challengesSeeds")
    @ParserFuzz
    void challenges(byte[] input) {
        Parsing.throwing().text(input, header -> {
            List<String> errors = WwwAuthenticate.errors(List.of(header));
            assertThat(errors).allMatch(error -> error.length() <= header.length());
            assertThat(WwwAuthenticate.errors(List.of(header), "DPoP").size()).isLessThanOrEqualTo(errors.size());
        });
    }

    static Stream<byte[]> waitsSeeds() {
        return Parsing.seeds(
                "120", "Mon, 23 Nov 2026 10:00:30 GMT", "1800000000", "0", "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @MethodSource("waitsSeeds")
    @ParserFuzz
    void waits(byte[] input) {
        Parsing.throwing().text(input, header -> {
            Duration wait = RetryAfter.of(429, header, null, NOW).orElse(null);
            Duration reset = RetryAfter.of(503, null, header, NOW).orElse(null);
            assertThat(wait != null && wait.isNegative()).isFalse();
            assertThat(reset != null && reset.isNegative()).isFalse();
            response(429, "Date", header, new byte[0]).retryAfter(NOW);
        });
    }

    static Stream<byte[]> urlsSeeds() {
        return Parsing.seeds(
                "https://pds.example.com/a?b#c",
                "http://127.0.0.1:2583",
                "https://u:" + Parsing.SECRET + "@h.example/");
    }

    @MethodSource("urlsSeeds")
    @ParserFuzz
    void urls(byte[] input) {
        Parsing.throwing(InvalidUrlException.class).text(input, url -> {
            String origin = HttpOrigin.of(url);
            assertThat(HttpOrigin.of(origin)).isEqualTo(origin);
            assertThat(HttpOrigin.isOrigin(origin)).isTrue();
            try {
                RequestTarget target = RequestTarget.of(URI.create(url), NetworkPolicy.DEVELOPMENT);
                assertThat(target.path() + target.authority()).doesNotContain("\r", "\n", " ");
            } catch (ExchangeException refused) {
                assertThat(refused).isNotNull();
            }
        });
    }

    static Stream<byte[]> locationsSeeds() {
        return Parsing.seeds("https://other.example.com/x", "/path", "//host/x", "http://[::1]:1/" + Parsing.SECRET);
    }

    @MethodSource("locationsSeeds")
    @ParserFuzz
    void locations(byte[] input) {
        Parsing.throwing().text(input, location -> {
            String summary = response(302, "Location", location, new byte[0]).summary();
            assertThat(summary.length()).isLessThan(MaxLength.MESSAGE_PART.limit() + 60);
        });
    }
}
