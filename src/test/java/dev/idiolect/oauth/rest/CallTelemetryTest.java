package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a signed call reports. */
@ClientTest
class CallTelemetryTest {

    @Test
    void callThatSucceedsAtOnceReportsNothing(ClientApp app) {
        NoteClient notes = app.injected(NoteClient.class);
        notes.create(Requests.note(ALICE), ALICE); // gets the nonce
        int before = app.telemetry().all().size();
        notes.create(Requests.note(ALICE), ALICE);
        assertThat(app.telemetry().all()).hasSize(before);
    }

    @Test
    void retriesReportTheirChallengeAndNumber(ClientApp app) {
        NoteClient notes = app.injected(NoteClient.class);
        app.pds().pdsNonces().rotate();
        app.pds().expireAccessTokens();
        notes.create(Requests.note(ALICE), ALICE);
        assertThat(app.telemetry().all())
                .containsExactly("CALL_RETRIES nonce +1", "RESENDING 1", "CALL_RETRIES token +1", "RESENDING 2");
    }

    @Test
    void asynchronousRetriesAreReportedToo(ClientApp app) throws Exception {
        NoteClient notes = app.wrapped(NoteClient.class);
        notes.createLater(Requests.note(ALICE), ALICE).toCompletableFuture().get();
        assertThat(app.telemetry().all()).contains("CALL_RETRIES nonce +1", "RESENDING 1");
    }
}
