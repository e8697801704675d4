package dev.idiolect.oauth.xrpc;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.rest.ClientApp;
import dev.idiolect.oauth.rest.ClientTest;
import dev.idiolect.oauth.rest.Requests;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each {@link OddResponse} with each kind of client, with RESTEasy and Weld. */
@ClientTest
class OddResponseTest {

    private static final String NOTES = "dev.idiolect.test.note";

    private interface Call {
        Object run() throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void repoClientSeesASuccessOrAnXrpcException(OddResponse odd, ClientApp app) {
        RepoClient repo = app.injected(RepoClient.class);
        repo.putRecord(PutRecord.of(ALICE, NOTES, "self", Map.of("text", "first")));
        assertOutcome(odd, app, "createRecord", () -> repo.createRecord(CreateRecord.of(ALICE, NOTES, Map.of())));
        assertOutcome(
                odd, app, "putRecord", () -> repo.putRecord(PutRecord.of(ALICE, NOTES, "self", Map.of("text", "2"))));
        assertOutcome(
                odd, app, "applyWrites", () -> repo.applyWrites(ApplyWrites.of(ALICE, Write.create(NOTES, Map.of()))));
        assertOutcome(odd, app, "deleteRecord", () -> repo.deleteRecord(DeleteRecord.of(ALICE, NOTES, "self")));
        assertThat(app.pds().records(ALICE).size()).isEqualTo(odd.outcome().message() == null ? 2 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void ownClientSeesASuccessOrAnXrpcException(OddResponse odd, ClientApp app) {
        OwnClient own = app.wrapped(OwnClient.class);
        JsonObject note = Requests.note(ALICE);
        own.create(note, ALICE);
        assertOutcome(odd, app, "createRecord", () -> own.create(note, ALICE));
        assertOutcome(odd, app, "createRecord", () -> own.createTyped(note, ALICE));
        assertOutcome(
                odd,
                app,
                "createRecord",
                () -> own.createLater(note, ALICE).toCompletableFuture().get(10, TimeUnit.SECONDS));
    }

    private static void assertOutcome(OddResponse odd, ClientApp app, String method, Call write) {
        app.pds().fail("com.atproto.repo." + method, odd.fault(app.pds()));
        assertThat(outcome(write))
                .as(method)
                .satisfies(text -> assertThat(odd.outcome().matches(text))
                        .as(text + " is " + odd.outcome())
                        .isTrue());
        app.pds().assertNoViolations();
    }

    private static String outcome(Call write) {
        try {
            Object result = write.run();
            return result == null ? "NullPointerException" : result.toString();
        } catch (XrpcException e) {
            return OddResponse.Outcome.of(e);
        } catch (ExecutionException e) {
            return e.getCause() instanceof XrpcException xrpc
                    ? OddResponse.Outcome.of(xrpc)
                    : e.getCause().toString();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
