package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Fuzz;
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
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.junit.jupiter.api.Test;

/** What servers send: heads, bodies, and the headers that this library reads. */
class HttpFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private static HttpResponse response(int status, String name, String value, byte[] body) {
        return new HttpResponse(status, HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true), body);
    }

    @Test
    void responses() {
        Fuzz.of("response", IOException.class, HttpException.class)
                .examples(
                        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nDPoP-Nonce: n1\r\n\r\n{\"a\":\"b\"}",
                        "HTTP/1.1 401 No\r\nWWW-Authenticate: DPoP error=\"use_dpop_nonce\"\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n",
                        "HTTP/1.0 200\r\nContent-Encoding: deflate\r\n\r\nall of it")
                .bytes(input -> {
                    ByteArrayInputStream in = new ByteArrayInputStream(input);
                    SessionInputBufferImpl buffer = new SessionInputBufferImpl(8192);
                    ClassicHttpResponse head = new ResponseHeadParser().parse(buffer, in);
                    head.setEntity(new InputStreamEntity(new BufferedRest(buffer, in), null));
                    HttpResponse response = HttpResponseReader.read(head);
                    assertThat(response.body().length).isLessThanOrEqualTo(MaxLength.RESPONSE_BODY.limit());
                    return response.status() / 100 + " " + response.isTransient() + response.isFromJsonServer();
                });
    }

    /** What follows a head on a connection. */
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

    @Test
    void compressedBodies() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write("{\"a\":\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"}".getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[4 << 20]);
        }
        Fuzz.of("compressed body", ExchangeException.class)
                .examples(gzip.toByteArray(), bomb.toByteArray(), new byte[] {0x1f, (byte) 0x8b, 8})
                .bytes(input -> {
                    byte[] body = Decompression.decompress(input, List.of("gzip"));
                    Decompression.decompress(input, List.of());
                    try {
                        Decompression.decompress(input, List.of("deflate"));
                    } catch (ExchangeException corrupt) {
                        // As documented.
                    }
                    assertThat(body.length)
                            .isLessThanOrEqualTo(Math.max(input.length, MaxLength.RESPONSE_BODY.limit()));
                    return body.length == input.length;
                });
    }

    @Test
    void errorResponses() {
        Fuzz.of("error response")
                .upTo(MaxLength.RESPONSE_BODY.limit())
                .examples(
                        "{\"error\":\"invalid_grant\",\"error_description\":\"no\"}",
                        "{\"error\":\"ExpiredToken\",\"message\":\"Bearer " + Fuzz.SECRET + "\"}",
                        ")]}'\n{\"error\":[1e400,{\"a\":null}],\"x\":{\"y\":[true,false]}}")
                .bytes(input -> {
                    HttpResponse response = response(400, "Location", "https://x.example/", input);
                    String code = response.errorCode();
                    assertThat(code == null || MaxLength.ERROR_CODE.allows(code))
                            .isTrue();
                    String description = response.description();
                    assertThat(description == null ? 0 : description.length())
                            .isLessThanOrEqualTo(MaxLength.ERROR_DESCRIPTION.limit() + 3);
                    response.isChallenge("use_dpop_nonce");
                    assertThat(response.without(Fuzz.SECRET).text()).doesNotContain(Fuzz.SECRET);
                    return response.summary().length() > 10;
                });
    }

    @Test
    void challenges() {
        Fuzz.of("WWW-Authenticate")
                .examples(
                        "DPoP algs=\"ES256\", error=\"use_dpop_nonce\", error_description=\"a \\\"b\\\"\"",
                        "Basic realm=x, Bearer abc==, DPoP error = invalid_token",
                        "Negotiate a87421000492aa874209af8bc028")
                .texts(header -> {
                    List<String> errors = WwwAuthenticate.errors(List.of(header));
                    assertThat(errors).allMatch(error -> error.length() <= header.length());
                    assertThat(WwwAuthenticate.errors(List.of(header), "DPoP").size())
                            .isLessThanOrEqualTo(errors.size());
                    return errors.size() > 1 ? 2 : errors.size();
                });
    }

    @Test
    void waits() {
        Fuzz.of("Retry-After")
                .examples("120", "Mon, 23 Nov 2026 10:00:30 GMT", "1800000000", "0", "Sun, 06 Nov 1994 08:49:37 GMT")
                .texts(header -> {
                    Duration wait = RetryAfter.of(429, header, null, NOW).orElse(null);
                    Duration reset = RetryAfter.of(503, null, header, NOW).orElse(null);
                    assertThat(wait != null && wait.isNegative()).isFalse();
                    assertThat(reset != null && reset.isNegative()).isFalse();
                    response(429, "Date", header, new byte[0]).retryAfter(NOW);
                    return wait == null ? reset == null : "wait";
                });
    }

    @Test
    void urls() {
        Fuzz.of("URL", InvalidUrlException.class)
                .examples(
                        "https://pds.example.com/a?b#c",
                        "http://127.0.0.1:2583",
                        "https://u:" + Fuzz.SECRET + "@h.example/")
                .texts(url -> {
                    String origin = HttpOrigin.of(url);
                    assertThat(HttpOrigin.of(origin)).isEqualTo(origin);
                    assertThat(HttpOrigin.isOrigin(origin)).isTrue();
                    try {
                        RequestTarget target = RequestTarget.of(URI.create(url), NetworkPolicy.DEVELOPMENT);
                        assertThat(target.path() + target.authority()).doesNotContain("\r", "\n", " ");
                    } catch (ExchangeException refused) {
                        return "refused";
                    }
                    return origin.startsWith("https");
                });
    }

    @Test
    void locations() {
        Fuzz.of("Location")
                .examples("https://other.example.com/x", "/path", "//host/x", "http://[::1]:1/" + Fuzz.SECRET)
                .texts(location -> {
                    String summary =
                            response(302, "Location", location, new byte[0]).summary();
                    assertThat(summary.length()).isLessThan(MaxLength.MESSAGE_PART.limit() + 60);
                    return summary.contains("same host");
                });
    }
}
