package dev.idiolect.oauth.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;

class RepeatableArgumentsTest {

    @DpopSigned
    interface Api {
        void send(Object body);
    }

    private static final byte[] BYTES = {0, 1, 2, -1};

    @Test
    void eachAttemptGetsItsOwnStreamAndTheOriginalIsClosed() throws Exception {
        boolean[] closed = {false};
        InputStream given = new ByteArrayInputStream(BYTES) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        RepeatableArguments arguments = of(given, 4);
        assertThat(closed[0]).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat((InputStream) arguments.copy()[0]).hasBinaryContent(BYTES);
        }
    }

    @Test
    void eachAttemptGetsItsOwnReaderAndStreamingOutput() throws Exception {
        RepeatableArguments text = of(new StringReader("h\u00e9llo"), 5);
        StreamingOutput once = new StreamingOutput() {
            private boolean written;

            @Override
            public void write(OutputStream out) throws IOException {
                if (written) {
                    throw new IOException("written twice");
                }
                written = true;
                out.write(BYTES);
            }
        };
        RepeatableArguments output = of(once, 4);
        for (int i = 0; i < 2; i++) {
            StringWriter read = new StringWriter();
            ((Reader) text.copy()[0]).transferTo(read);
            assertThat(read).hasToString("h\u00e9llo");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ((StreamingOutput) output.copy()[0]).write(out);
            assertThat(out.toByteArray()).isEqualTo(BYTES);
        }
    }

    @Test
    void bodyOverTheLimitIsRefused() {
        for (Object body : new Object[] {
            new ByteArrayInputStream(BYTES), new StringReader("four"), (StreamingOutput) out -> out.write(BYTES)
        }) {
            assertThatThrownBy(() -> of(body, 3))
                    .isInstanceOf(UnrepeatableBodyException.class)
                    .hasMessageContaining("larger than 3 bytes")
                    .hasMessageContaining("Api.send");
        }
    }

    @Test
    void endlessStreamIsRefused() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 7;
            }
        };
        assertThatThrownBy(() -> of(endless, 1_000_000)).isInstanceOf(UnrepeatableBodyException.class);
    }

    @Test
    void unreadableStreamIsRefusedWithItsCause() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk");
            }
        };
        assertThatThrownBy(() -> of(failing, 10))
                .isInstanceOf(UnrepeatableBodyException.class)
                .hasRootCauseMessage("disk");
    }

    @Test
    void bodyThatCanBeReadOnlyOnceIsRefused() {
        try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>()) {
            assertThatThrownBy(() -> of(publisher, 10))
                    .isInstanceOf(UnrepeatableBodyException.class)
                    .hasMessageContaining("SubmissionPublisher");
        }
    }

    @Test
    void repeatableBodyIsNotCopied() throws Exception {
        for (Object body : new Object[] {BYTES, "text", new File("x"), 7, null}) {
            RepeatableArguments arguments = of(body, 0);
            assertThat(arguments.isSingleUse()).isFalse();
            assertThat(arguments.copy()[0]).isSameAs(body);
        }
    }

    private static RepeatableArguments of(Object body, long limit) throws NoSuchMethodException {
        ApiMethod api = ApiMethod.find(Api.class, Api.class.getMethod("send", Object.class));
        return RepeatableArguments.of(api, new Object[] {body}, limit);
    }
}
