package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.DrippingStream;
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
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** How much of an answer without end is read. */
class HostileAnswerTest {

    @Test
    void answerThatDripsWithoutEndIsGivenUpAfterThirtySeconds() {
        DrippingStream answer = new DrippingStream(1, Duration.ofSeconds(5));
        assertThatThrownBy(() -> read(answer, answer::now))
                .isInstanceOf(ProcessingException.class)
                .hasMessageContaining("too slow");
        assertThat(answer.reads()).isEqualTo(6);
        assertThat(answer.isClosed()).isTrue();
    }

    @Test
    void answerWithoutEndIsGivenUpAfterItsLargestSize() {
        DrippingStream answer = new DrippingStream(Integer.MAX_VALUE, Duration.ZERO);
        assertThatThrownBy(() -> read(answer, answer::now))
                .isInstanceOf(ProcessingException.class)
                .hasMessageContaining("larger than");
        assertThat(answer.bytes()).isLessThan(9L * 1024 * 1024);
        assertThat(answer.isClosed()).isTrue();
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
    void refusalThatDripsWithoutEndIsGivenUpAfterFiveSeconds() {
        DrippingStream body = new DrippingStream(1, Duration.ofSeconds(1));
        Response refusal = Response.status(400).entity(body).build();
        XrpcException e = new XrpcExceptionMapper(body::now).toThrowable(refusal);
        assertThat(e.status()).isEqualTo(400);
        assertThat(body.reads()).isEqualTo(5);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object read(InputStream body, LongSupplier clock) {
        return new RepoJsonProvider(clock)
                .readFrom(
                        (Class) RecordPage.class,
                        RecordPage.class,
                        new Annotation[0],
                        MediaType.APPLICATION_JSON_TYPE,
                        new MultivaluedHashMap<>(),
                        body);
    }
}
