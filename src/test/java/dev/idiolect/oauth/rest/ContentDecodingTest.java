package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.pds.MisbehavingProxy;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.RepoClient;
import dev.idiolect.oauth.xrpc.XrpcException;
import jakarta.ws.rs.ProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses that are compressed although the request did not ask for it. */
@ClientTest
class ContentDecodingTest {

    private static final String NOTES = "dev.idiolect.test.note";
    private static final String BLANKS = " ".repeat(40 * 1024 * 1024);

    @Test
    void repoClientAsksForNoCompression(ClientApp app) {
        Recorder recorder = Recorder.on(app.pds(), FakePds.CREATE_RECORD);
        create(app);
        assertThat(recorder.requests())
                .isNotEmpty()
                .allSatisfy(
                        request -> assertThat(request.all("Accept-Encoding")).containsExactly("identity"));
    }

    @Test
    void bombIsRefused(ClientApp app) {
        create(app);
        app.pds().fail(FakePds.CREATE_RECORD, bomb(200));
        assertThatThrownBy(() -> create(app))
                .isInstanceOf(ProcessingException.class)
                .hasMessageContaining("larger than");
        app.pds().fail(FakePds.CREATE_RECORD, bomb(400));
        assertThatThrownBy(() -> create(app)).isInstanceOf(XrpcException.class);
        app.pds().fail(FakePds.CREATE_RECORD, bomb(200));
        assertThatThrownBy(() -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE))
                .isInstanceOf(ProcessingException.class);
        create(app);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "RAW_DEFLATE", "GZIP_UNNAMED"})
    void bombOfAnotherCodingIsRefused(MisbehavingProxy coding, ClientApp app) {
        create(app);
        app.pds()
                .fail(
                        FakePds.CREATE_RECORD,
                        call -> coding.apply(new Fault.Call(
                                call.request(),
                                () -> FakeResponse.text(200, "application/json", BLANKS + "{}"),
                                call.nonces(),
                                call.givenUp(),
                                call.closing())));
        assertThatThrownBy(() -> create(app)).isInstanceOf(ProcessingException.class);
        create(app);
    }

    @Test
    void unreadableCompressionIsReported(ClientApp app) {
        create(app);
        for (String coding : List.of("gzip", "deflate")) {
            app.pds().fail(FakePds.CREATE_RECORD, call -> coded(coding, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0}));
            assertThatThrownBy(() -> create(app)).isInstanceOf(ProcessingException.class);
        }
        app.pds().fail(FakePds.CREATE_RECORD, call -> coded("gzip", "not gzip".getBytes(StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> create(app))
                .isInstanceOf(XrpcException.class)
                .hasMessageContaining("without a JSON object");
        app.pds().fail(FakePds.CREATE_RECORD, Faults.status(200, "{}", "Content-Encoding", "br"));
        assertThatThrownBy(() -> create(app))
                .isInstanceOf(XrpcException.class)
                .hasMessageContaining("in the encoding \"br\"");
    }

    private static void create(ClientApp app) {
        app.injected(RepoClient.class).createRecord(CreateRecord.of(ALICE, NOTES, Map.of()));
    }

    private static FakeResponse coded(String coding, byte[] body) {
        return FakeResponse.text(200, "application/json", "")
                .withBody(body.length, out -> out.write(body))
                .header("Content-Encoding", coding);
    }

    private static Fault bomb(int status) {
        return Faults.gzip(call -> FakeResponse.text(status, "application/json", BLANKS + "{}"));
    }
}
