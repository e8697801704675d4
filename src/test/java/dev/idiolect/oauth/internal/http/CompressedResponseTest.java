package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CompressedResponseTest {

    private static final byte[] JSON = TestWeb.ascii("{\"access_token\":\"new\"}");

    private final TestWeb web = TestWeb.http();
    private final SsrfSafeHttpClient http = new SsrfSafeHttpClient(Duration.ofSeconds(10), NetworkPolicy.DEVELOPMENT);

    @AfterEach
    void close() throws IOException {
        web.close();
    }

    private HttpResponse read(String headers, byte[] body) throws IOException {
        String page = "localhost:" + web.port() + "/page";
        web.page(page, out -> {
            out.write(TestWeb.ascii("HTTP/1.1 200 OK\r\n" + headers + "\r\n"));
            out.write(body);
        });
        return http.getJson(URI.create("http://" + page));
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(byte[] body, boolean raw) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
        try (OutputStream deflate = new DeflaterOutputStream(bytes, deflater)) {
            deflate.write(body);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZip", "identity, gzip", "gzip, utf-8"})
    void gzipIsRead(String coding) throws IOException {
        byte[] body = gzip(JSON);
        String headers = "Content-Encoding: " + coding + "\r\nContent-Length: " + body.length + "\r\n";
        assertThat(read(headers, body).string("access_token")).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deflateIsReadWithAndWithoutZlibHeader(boolean raw) throws IOException {
        HttpResponse response = read("Content-Encoding: deflate\r\n", deflate(JSON, raw));
        assertThat(response.string("access_token")).isEqualTo("new");
    }

    @Test
    void chunkedGzipIsRead() throws IOException {
        byte[] body = gzip(JSON);
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (byte b : body) {
            chunks.writeBytes(TestWeb.ascii("1\r\n"));
            chunks.write(b);
            chunks.writeBytes(TestWeb.ascii("\r\n"));
        }
        chunks.writeBytes(TestWeb.ascii("0\r\n\r\n"));
        HttpResponse response = read("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunks.toByteArray());
        assertThat(response.string("access_token")).isEqualTo("new");
    }

    @Test
    void emptyBodyNeedsNoCompression() throws IOException {
        assertThat(read("Content-Encoding: gzip\r\nContent-Length: 0\r\n", new byte[0])
                        .body())
                .isEmpty();
    }

    @Test
    void largestBodyIsRead() throws IOException {
        byte[] body = new byte[HttpResponseReader.MAX_BODY_SIZE];
        Arrays.fill(body, (byte) 'x');
        assertThat(read("Content-Encoding: gzip\r\n", gzip(body)).body()).isEqualTo(body);
        byte[] larger = new byte[HttpResponseReader.MAX_BODY_SIZE + 1];
        assertThatThrownBy(() -> read("Content-Encoding: gzip\r\n", gzip(larger)))
                .hasMessageContaining("larger than 524288 bytes");
    }

    @Test
    void bombIsRefusedWithinBoundedMemory() throws IOException {
        // 200 MB of zeros in 200 kB.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] block = new byte[1024 * 1024];
            for (int i = 0; i < 200; i++) {
                gzip.write(block);
            }
        }
        byte[] bomb = bytes.toByteArray();
        assertThat(bomb.length).isLessThan(HttpResponseReader.MAX_BODY_SIZE);
        ClassicHttpResponse response = new BasicClassicHttpResponse(200);
        response.addHeader("Content-Encoding", "gzip");
        response.setEntity(new ByteArrayEntity(bomb, null));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> HttpResponseReader.read(response)).hasMessageContaining("larger than 524288 bytes");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 * 1024 * 1024);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThatThrownBy(() -> read("Content-Encoding: gzip\r\n", bomb)).hasMessageContaining("larger than 524288");
    }

    @Test
    void endlessCompressedBytesAreNotRead() {
        assertThatThrownBy(() -> read("Content-Encoding: gzip\r\n", new byte[HttpResponseReader.MAX_BODY_SIZE + 1]))
                .hasMessageContaining("larger than 524288 bytes");
    }

    @Test
    void truncatedGzipIsTransient() throws IOException {
        byte[] body = gzip(JSON);
        assertThatThrownBy(() -> read("Content-Encoding: gzip\r\n", Arrays.copyOf(body, body.length - 9)))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.isTransient()).isTrue());
    }

    @Test
    void corruptGzipIsTransientAndNotShown() {
        byte[] text = "\u001f?\tsecret secret".getBytes(StandardCharsets.UTF_8);
        text[1] = (byte) 0x8b;
        assertThatThrownBy(() -> read("Content-Encoding: gzip\r\n", text))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("corrupt")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void bytesDecideWhetherBodyIsGzip() throws IOException {
        assertThat(read("", gzip(JSON)).string("access_token")).isEqualTo("new");
        assertThat(read("Content-Encoding: gzip\r\n", JSON).string("access_token"))
                .isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "compress", "gzip, gzip"})
    void unsupportedCodingIsTransient(String coding) {
        assertThatThrownBy(() -> read("Content-Encoding: " + coding + "\r\n", JSON))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("unsupported coding");
    }

    @Test
    void errorInAnUnsupportedCodingKeepsItsHeaders() throws IOException {
        String page = "localhost:" + web.port() + "/limited";
        web.page(
                page,
                out -> out.write(TestWeb.ascii(
                        "HTTP/1.1 429 Slow\r\nContent-Encoding: br\r\nRetry-After: 7\r\nContent-Length: 1\r\n\r\nx")));
        HttpResponse response = http.getJson(URI.create("http://" + page));
        assertThat(response.retryAfter(http.now())).contains(Duration.ofSeconds(7));
        assertThat(response.body()).isEmpty();
    }

    @Test
    void countlessGzipMembersDoNotOverflowTheStack() throws IOException {
        // The stream of JDK 17 recurses at the end of each member.
        byte[] empty = gzip(new byte[0]);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() + empty.length < HttpResponseReader.MAX_BODY_SIZE) {
            body.writeBytes(empty);
        }
        try {
            assertThat(read("Content-Encoding: gzip\r\n", body.toByteArray()).body())
                    .isEmpty();
        } catch (ExchangeException e) {
            assertThat(e).hasMessageContaining("corrupt");
        }
    }
}
