package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

@ClientTest
class BodyTest {

    private static final String UPLOAD = "com.atproto.repo.uploadBlob";

    @Test
    void eachAttemptSendsTheWholeStream(ClientApp app) {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        Recorder recorder = Recorder.on(app.pds(), UPLOAD);
        app.pds().expireAccessTokens();
        app.injected(NoteClient.class).upload(new ByteArrayInputStream(bytes), "image/png", ALICE);
        assertThat(recorder.requests()).hasSize(3).allSatisfy(request -> {
            assertThat(request.body()).isEqualTo(bytes);
            assertThat(request.all("Content-Type")).containsExactly("image/png");
        });
        app.pds().assertNoViolations();
    }

    @Test
    void readerAndStreamingOutputAreSentWhole(ClientApp app) {
        Recorder recorder = Recorder.on(app.pds(), UPLOAD);
        NoteClient notes = app.wrapped(NoteClient.class);
        notes.upload(new StringReader("text"), ALICE);
        app.pds().pdsNonces().rotate();
        app.pds().pdsNonces().rotate();
        app.pds().pdsNonces().rotate();
        app.pds().pdsNonces().rotate();
        notes.upload(out -> out.write("text".getBytes(StandardCharsets.US_ASCII)), ALICE);
        assertThat(recorder.requests())
                .hasSizeGreaterThan(3)
                .allSatisfy(request -> assertThat(request.text()).isEqualTo("text"));
    }

    @Test
    void tooLargeStreamIsRefusedBeforeSending(ClientApp app) {
        app.configure(null, 10);
        assertThatThrownBy(() -> app.injected(NoteClient.class)
                        .upload(new ByteArrayInputStream(new byte[11]), "image/png", ALICE))
                .isInstanceOf(UnrepeatableBodyException.class)
                .hasMessageContaining("NoteClient.upload")
                .hasMessageContaining("10 bytes");
        assertThat(app.pds().requests(UPLOAD)).isZero();
    }
}
