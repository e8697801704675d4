package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

@ClientTest
class InjectedClientTest {

    @Test
    void firstCallIsRetriedWithANonceAndWrittenOnce(ClientApp app) {
        NoteClient notes = app.injected(NoteClient.class);
        assertThat(notes.create(Requests.note(ALICE), ALICE).getString("uri")).contains(ALICE);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(2);
        assertThat(app.pds().records(ALICE)).hasSize(1);
        app.pds().assertNoViolations();
    }

    @Test
    void eachMethodFollowsItsOwnAnnotation(ClientApp app) {
        MixedClient mixed = app.injected(MixedClient.class);
        mixed.create(Requests.note(ALICE), ALICE);
        assertThat(mixed.list(ALICE, Requests.COLLECTION).getJsonArray("records"))
                .hasSize(1);
        app.pds().assertNoViolations();
    }

    @Test
    void outerRetrySeesOneSuccess(ClientApp app) {
        CountedAttempts.COUNT.set(0);
        RetryingClient notes = app.injected(RetryingClient.class);
        app.pds().expireAccessTokens();
        notes.create(Requests.note(ALICE), ALICE);
        assertThat(CountedAttempts.COUNT).hasValue(1);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(3);
        app.pds().assertNoViolations();
    }

    @Test
    void outerRetryRetriesOtherFailures(ClientApp app) {
        CountedAttempts.COUNT.set(0);
        app.pds().fail(FakePds.CREATE_RECORD, 2, Faults.status(503, "busy"));
        app.injected(RetryingClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(CountedAttempts.COUNT).hasValue(3);
    }

    @Test
    void innerRetryThatSucceededIsNotRepeated(ClientApp app) {
        app.pds().expireAccessTokens();
        RetryingClient notes = app.injected(RetryingClient.class);
        notes.createRetriedInside(Requests.note(ALICE), ALICE);
        assertThat(app.refreshes()).isEqualTo(1);
        app.pds().pdsNonces().rotate();
        app.pds().pdsNonces().rotate();
        app.pds().pdsNonces().rotate();
        int before = app.pds().requests(FakePds.CREATE_RECORD);
        notes.createRetriedInside(Requests.note(ALICE), ALICE);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(before + 2);
        assertThat(app.pds().records(ALICE)).hasSize(2);
        app.pds().assertNoViolations();
    }

    @Test
    void innerRetryNeverSendsAnEmptyStream(ClientApp app) {
        RetryingClient notes = app.injected(RetryingClient.class);
        app.pds().fail("com.atproto.repo.uploadBlob", Faults.status(503, "busy"));
        assertThatThrownBy(() -> notes.uploadRetriedInside(new ByteArrayInputStream(new byte[] {1}), ALICE))
                .isInstanceOf(UnrepeatableBodyException.class)
                .hasMessageContaining("@Retry");
        assertThat(app.pds().requests("com.atproto.repo.uploadBlob")).isEqualTo(1);
    }
}
