package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpResponseReaderTest {

    private final TestWeb web = TestWeb.http();
    private final SsrfSafeHttpClient http = new SsrfSafeHttpClient(Duration.ofSeconds(10), NetworkPolicy.DEVELOPMENT);

    @AfterEach
    void close() throws IOException {
        web.close();
    }

    private HttpResponse read(String wire) throws IOException {
        return read(wire.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns the response to a request, from a server that sends these bytes and closes the connection. */
    private HttpResponse read(byte[] wire) throws IOException {
        String page = "localhost:" + web.port() + "/page";
        web.page(page, out -> out.write(wire));
        return http.get(URI.create("http://" + page), "*/*");
    }

    @Test
    void bodyOfAGivenLengthIsRead() throws IOException {
        HttpResponse response = read("HTTP/1.1 401 No\r\nDPoP-Nonce:  n1 \r\ncontent-length: 4\r\n\r\nbodyEXTRA");
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("dpop-nonce")).isEqualTo("n1");
        assertThat(response.text()).isEqualTo("body");
    }

    @Test
    void chunksAreJoined() throws IOException {
        String wire =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n";
        assertThat(read(wire).text()).isEqualTo("abc0123456789");
    }

    @Test
    void bodyWithoutLengthEndsWithTheConnection() throws IOException {
        assertThat(read("HTTP/1.0 200\r\n\r\nall of it").text()).isEqualTo("all of it");
    }

    @Test
    void informationalResponsesAreSkipped() throws IOException {
        String wire = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
        assertThat(read(wire).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Encoding:\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Encoding: utf-8\r\nContent-Length: 2\r\n\r\n{}",
                "no colon\r\nContent-Length: 2\r\n\r\n{}",
                ": no name\r\nContent-Length: 2\r\n\r\n{}",
                "X Odd: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
                " before all headers\r\nContent-Length: 2\r\n\r\n{}",
                "A: b\r\n folded\r\n\tmore\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length : 2\r\n\r\n{}EXTRA",
                "Content-Length:\r\n 2\r\n\r\n{}EXTRA",
                "Content-Length: 2, 2\r\n\r\n{}EXTRA",
                "Content-Length: 2\r\nContent-Length: 02\r\n\r\n{}EXTRA",
                "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}EXTRA",
                "Transfer-Encoding: Chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nA: b",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nodd trailer\r\n x\r\n\r\n"
            })
    void oddCompleteResponsesAreRead(String rest) throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\n" + rest).text()).isEqualTo("{}");
    }

    @Test
    void foldedHeaderIsOneLine() throws IOException {
        HttpResponse response = read("HTTP/1.1 200 OK\r\nA: b;\r\n\t c\r\n \r\nX Odd: d\r\n e\r\nF: g\r\n\r\n");
        assertThat(response.headers().map())
                .containsOnly(Map.entry("A", List.of("b; c")), Map.entry("F", List.of("g")));
    }

    @Test
    void trailersWithoutEndAreNotRead() throws IOException {
        String wire = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n";
        assertThat(read(wire + "A: b\r\n".repeat(20_000)).text()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"compress", "x-compress", "br", "zstd", "gzip, br", "gzip, gzip", "deflate, gzip", "Br, utf-8"})
    void unsupportedCompressionIsRefused(String coding) {
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\n\r\nx"))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("compressed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour",
                "SSH-2.0-OpenSSH_9\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nxxx",
                "HTTP/1.1 200 OK\r\nContent-Length: 2, x\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: gzip\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n"
            })
    void invalidResponsesAreRefused(String wire) {
        assertThatThrownBy(() -> read(wire))
                .isInstanceOf(ExchangeException.class)
                .hasMessageNotContaining("the connection failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 524289\r\n\r\n", "Content-Length: 999999999999999999\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n80001\r\n", "Transfer-Encoding: chunked\r\n\r\n7fffffffffffff\r\n"
            })
    void announcedExcessIsRefusedBeforeItIsRead(String rest) {
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\n" + rest)).hasMessageContaining("larger than 524288");
    }

    @Test
    void largestBodyIsRead() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(HttpResponseReader.MAX_BODY_SIZE))
                        .body())
                .hasSize(HttpResponseReader.MAX_BODY_SIZE);
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(HttpResponseReader.MAX_BODY_SIZE + 1)))
                .hasMessageContaining("larger than");
    }

    @Test
    void excessiveHeadIsRefused() {
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nA: " + "x".repeat(70_000)))
                .hasMessageContaining("head");
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(20_000)))
                .hasMessageContaining("head");
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nA: b\r\n" + " folded\r\n".repeat(10_000)))
                .hasMessageContaining("head");
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\n" + "no header\r\n".repeat(10_000)))
                .hasMessageContaining("head");
        assertThatThrownBy(() -> read("HTTP/1.1 100 Continue\r\n\r\n".repeat(10_000)))
                .hasMessageContaining("head");
    }

    @Test
    void byteOrderMarkBeforeJsonIsIgnored() throws IOException {
        HttpResponse response = read("HTTP/1.1 200 OK\r\n\r\n\u00ef\u00bb\u00bf{\"access_token\":\"new\"}");
        assertThat(response.string("access_token")).isEqualTo("new");
        assertThat(response.text()).startsWith("{");
    }

    @Test
    void lastOfRepeatedMembersIsRead() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\n\r\n{\"a\":\"1\",\"b\":\"x\",\"a\":\"2\"}")
                        .string("a"))
                .isEqualTo("2");
    }

    @Test
    void deeplyNestedJsonIsInvalid() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\n\r\n{\"a\":" + "[".repeat(500_000)).json())
                .isNull();
        String nested = "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000);
        assertThat(read("HTTP/1.1 200 OK\r\n\r\n" + nested).json()).isNull();
        assertThat(read("HTTP/1.1 200 OK\r\n\r\n{\"a\":[{}]}").json()).containsKey("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "[[\"id\",\"x\"]]", "null", "\"{}\"", "1", "<html>", "{"})
    void otherJsonIsNotAnObject(String body) throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\n\r\n" + body).json()).isNull();
    }

    @Test
    void summaryShowsNoMoreThanAnErrorCode() throws IOException {
        assertThat(read("HTTP/1.1 400 secret\r\n\r\n{\"error\":\"invalid_grant\",\"error_description\":\"secret\"}"))
                .hasToString("HttpResponse[HTTP 400 invalid_grant]");
        assertThat(read("HTTP/1.1 400 secret\r\n\r\n{\"error\":\"an echo of secret\"}"))
                .hasToString("HttpResponse[HTTP 400]");
    }
}
