package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.junit.jupiter.api.Test;

@ClientTest
class ConnectionReuseTest {

    // More than the 50 connections of a client's pool.
    private static final int CALLS = 60;

    /** Does not read the response, like the mappers of many applications. */
    public static final class UnreadingMapper implements ResponseExceptionMapper<RuntimeException> {
        @Override
        public RuntimeException toThrowable(Response response) {
            return new IllegalStateException("status " + response.getStatus());
        }
    }

    @Test
    void unreadChallengesLeakNoConnection(ClientApp app) {
        NoteClient notes = app.wrapped(
                NoteClient.class,
                ClientApp.NOWHERE,
                builder -> ClientApp.WITHOUT_DEFAULT_MAPPER.apply(builder).register(UnreadingMapper.class));
        for (int i = 0; i < CALLS; i++) {
            app.pds().fail(FakePds.CREATE_RECORD, Faults.challenge());
            notes.create(Requests.note(ALICE), ALICE);
        }
        assertThat(app.pds().records(ALICE)).hasSize(CALLS);
        app.pds().assertNoViolations();
    }

    @Test
    void challengesOfAResponseMethodLeakNoConnection(ClientApp app) {
        NoteClient notes = app.wrapped(NoteClient.class, ClientApp.NOWHERE, ClientApp.WITHOUT_DEFAULT_MAPPER);
        for (int i = 0; i < CALLS; i++) {
            app.pds().fail(FakePds.CREATE_RECORD, Faults.challenge());
            try (Response response = notes.createForResponse(Requests.note(ALICE), ALICE)) {
                assertThat(response.getStatus()).isEqualTo(200);
            }
        }
        app.pds().assertNoViolations();
    }
}
