package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.DrippingStream;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** How much of an endless response is read. */
class HostileResponseTest {

    @Test
    void drippingResponseIsClosedAfterThirtySeconds() {
        DrippingStream response = new DrippingStream(1, Duration.ofSeconds(5));
        assertThatThrownBy(() -> read(response, response::now))
                .isInstanceOf(ProcessingException.class)
                .hasMessageContaining("too slow");
        assertThat(response.reads()).isEqualTo(6);
        assertThat(response.isClosed()).isTrue();
    }

    @Test
    void endlessResponseIsClosedAfterEightMebibytes() {
        DrippingStream response = new DrippingStream(Integer.MAX_VALUE, Duration.ZERO);
        assertThatThrownBy(() -> read(response, response::now))
                .isInstanceOf(ProcessingException.class)
                .hasMessageContaining("larger than");
        assertThat(response.bytes()).isLessThan(9L * 1024 * 1024);
        assertThat(response.isClosed()).isTrue();
    }

    @Test
    void defaultPageOfTheLargestRecordsIsRead() {
        String record =
                "{\"uri\":\"at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/dev.idiolect.test.note/1\",\"cid\":\"c\",\"value\":{\"text\":\""
                        + "x".repeat(150 * 1024) + "\"}}";
        String page = "{\"records\":[" + String.join(",", Collections.nCopies(50, record)) + "]}";
        Object read = read(new ByteArrayInputStream(page.getBytes(StandardCharsets.US_ASCII)), System::nanoTime);
        assertThat(read)
                .isInstanceOfSatisfying(
                        RecordPage.class, it -> assertThat(it.records()).hasSize(50));
    }

    @Test
    void drippingErrorResponseIsClosedAfterFiveSeconds() {
        DrippingStream body = new DrippingStream(1, Duration.ofSeconds(1));
        Response error = Response.status(400).entity(body).build();
        XrpcException e = new XrpcExceptionMapper(body::now).toThrowable(error);
        assertThat(e.status()).isEqualTo(400);
        assertThat(body.reads()).isEqualTo(5);
    }

    private static Object read(InputStream body, LongSupplier nanoTime) {
        return RepoJson.read(RecordPage.class, body, nanoTime);
    }
}
