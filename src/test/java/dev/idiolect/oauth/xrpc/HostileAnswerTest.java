package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** How much of an answer without end is read, with a clock that a test moves. */
class HostileAnswerTest {

    private long now = 42;
    private long bytes;
    private int reads;
    private boolean closed;

    @Test
    void answerThatDripsWithoutEndIsGivenUpAfterThirtySeconds() {
        assertThatThrownBy(() -> read(answer(1, Duration.ofSeconds(5))))
                .isInstanceOf(ProcessingException.class)
                .hasMessageContaining("too slow");
        assertThat(reads).isEqualTo(6);
        assertThat(closed).isTrue();
    }

    @Test
    void answerWithoutEndIsGivenUpAfterItsLargestSize() {
        assertThatThrownBy(() -> read(answer(Integer.MAX_VALUE, Duration.ZERO)))
                .isInstanceOf(ProcessingException.class)
                .hasMessageContaining("larger than");
        assertThat(bytes).isLessThan(9L * 1024 * 1024);
        assertThat(closed).isTrue();
    }

    @Test
    void defaultPageOfTheLargestRecordsIsRead() {
        String record =
                "{\"uri\":\"at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/dev.idiolect.test.note/1\",\"cid\":\"c\",\"value\":{\"text\":\""
                        + "x".repeat(150 * 1024) + "\"}}";
        String page = "{\"records\":[" + String.join(",", Collections.nCopies(50, record)) + "]}";
        Object read = read(new ByteArrayInputStream(page.getBytes(StandardCharsets.US_ASCII)));
        assertThat(read)
                .isInstanceOfSatisfying(
                        RecordPage.class, it -> assertThat(it.records()).hasSize(50));
    }

    @Test
    void refusalThatDripsWithoutEndIsGivenUpAfterFiveSeconds() {
        Response refusal =
                Response.status(400).entity(answer(1, Duration.ofSeconds(1))).build();
        XrpcException e = new XrpcExceptionMapper(() -> now).toThrowable(refusal);
        assertThat(e.status()).isEqualTo(400);
        assertThat(reads).isEqualTo(5);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object read(InputStream body) {
        return new RepoJsonProvider(() -> now)
                .readFrom(
                        (Class) RecordPage.class,
                        RecordPage.class,
                        new Annotation[0],
                        MediaType.APPLICATION_JSON_TYPE,
                        new MultivaluedHashMap<>(),
                        body);
    }

    private InputStream answer(int bytesEach, Duration timeEach) {
        return new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                assertThat(++reads).as("reads").isLessThan(10_000);
                now += timeEach.toNanos();
                int n = Math.min(bytesEach, length);
                bytes += n;
                return n;
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }
}
