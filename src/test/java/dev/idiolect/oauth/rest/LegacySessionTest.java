package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import jakarta.ws.rs.WebApplicationException;
import org.junit.jupiter.api.Test;

@ClientTest
class LegacySessionTest {

    private static final String EXPIRED = "{\"error\":\"ExpiredToken\",\"message\":\"Token has expired\"}";

    @Test
    void bearerTokenIsSentWithoutAProof(ClientApp app) {
        app.save(app.pds().bearerSession(ALICE));
        Recorder recorder = Recorder.on(app.pds(), FakePds.CREATE_RECORD);
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(recorder.requests()).hasSize(1);
        assertThat(recorder.last().all("Authorization"))
                .containsExactly("Bearer " + app.session(ALICE).accessJwt());
        assertThat(recorder.last().all("DPoP")).isEmpty();
        app.pds().assertNoViolations();
    }

    @Test
    void expiredTokenIsRefreshedInsideTheCall(ClientApp app) {
        app.save(app.pds().bearerSession(ALICE));
        app.pds().expireAccessTokens();
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.refreshes()).isEqualTo(1);
        assertThat(app.pds().records(ALICE)).hasSize(1);
        app.pds().assertNoViolations();
    }

    @Test
    void invalidTokenOfRfc6750IsRetriedToo(ClientApp app) {
        app.save(app.pds().bearerSession(ALICE));
        app.pds().fail(FakePds.CREATE_RECORD, Faults.unauthorized("x", "Bearer error=\"invalid_token\""));
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.refreshes()).isEqualTo(1);
    }

    @Test
    void lastResponseCanStillBeRead(ClientApp app) {
        app.save(app.pds().bearerSession(ALICE));
        app.pds().fail(FakePds.CREATE_RECORD, FakePds.ALWAYS, Faults.status(400, EXPIRED));
        assertThatThrownBy(() -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE))
                .isInstanceOfSatisfying(
                        WebApplicationException.class,
                        e -> assertThat(e.getResponse().readEntity(String.class))
                                .isEqualTo(EXPIRED));
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(2);
    }

    @Test
    void otherErrorsAreFinalAndReadable(ClientApp app) {
        app.save(app.pds().bearerSession(ALICE));
        NoteClient notes = app.injected(NoteClient.class);
        String large = "{\"error\":\"InvalidRequest\",\"message\":\"" + "x".repeat(100_000) + "\"}";
        for (String body :
                new String[] {large, "{\"error\":\"InvalidToken\"}", "{}", "[\"ExpiredToken\"]", "ExpiredToken"}) {
            app.pds().fail(FakePds.CREATE_RECORD, Faults.status(400, body));
            assertThatThrownBy(() -> notes.create(Requests.note(ALICE), ALICE))
                    .isInstanceOfSatisfying(
                            WebApplicationException.class,
                            e -> assertThat(e.getResponse().readEntity(String.class))
                                    .isEqualTo(body));
        }
        assertThat(app.refreshes()).isZero();
    }

    @Test
    void dpopTokenIsNotRefreshedForALegacyError(ClientApp app) {
        app.pds().fail(FakePds.CREATE_RECORD, FakePds.ALWAYS, Faults.status(400, EXPIRED));
        assertThatThrownBy(() -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE))
                .isInstanceOf(WebApplicationException.class);
        assertThat(app.refreshes()).isZero();
    }
}
