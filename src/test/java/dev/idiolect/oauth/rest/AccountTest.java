package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static dev.idiolect.oauth.rest.ClientApp.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.rest.NoteClient.Note;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

@ClientTest
class AccountTest {

    private static final JsonObject TEXT = Jsons.object("text", "hello");

    @Test
    void recordNamesTheAccount(ClientApp app) {
        app.other();
        app.configure(BOB, 0);
        app.injected(NoteClient.class).create(new Note(ALICE, Requests.COLLECTION, TEXT));
        assertThat(app.pds().records(ALICE)).hasSize(1);
        app.other().assertNoViolations();
    }

    @Test
    void headerNamesTheAccountAndIsNeverSent(ClientApp app) {
        Recorder recorder = Recorder.on(app.pds(), FakePds.CREATE_RECORD);
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(recorder.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.headers()).doesNotContainKey(DpopSigned.ACCOUNT);
            assertThat(request.headers().keySet()).noneMatch(DpopSigned.ACCOUNT::equalsIgnoreCase);
            assertThat(request.all("Authorization")).hasSize(1);
            assertThat(request.all("DPoP")).hasSize(1);
        });
    }

    @Test
    void activeAccountIsUsedIfTheArgumentsNameNone(ClientApp app) {
        app.other();
        app.configure(ALICE, 0);
        app.setActive(BOB);
        app.injected(NoteClient.class).create(Requests.note(BOB), " ");
        assertThat(app.other().records(BOB)).hasSize(1);
        assertThat(app.activeAccountThread()).isSameAs(Thread.currentThread());
    }

    @Test
    void defaultAccountIsUsedLast(ClientApp app) {
        app.configure(ALICE, 0);
        app.setActive(" ");
        app.injected(NoteClient.class).create(Requests.note(ALICE), null);
        assertThat(app.pds().records(ALICE)).hasSize(1);
    }

    @Test
    void missingAccountNamesTheThreeWays(ClientApp app) {
        assertThatThrownBy(() -> app.injected(NoteClient.class).create(Requests.note(ALICE)))
                .isInstanceOfSatisfying(
                        AccountException.class, e -> assertThat(e.isMissing()).isTrue())
                .hasMessageContaining("NoteClient.create")
                .hasMessageContaining("repo")
                .hasMessageContaining("DpopSigned.ACCOUNT")
                .hasMessageContaining("ActiveAccount")
                .hasMessageContaining("idiolect.oauth.account");
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isZero();
    }

    @Test
    void handleIsRefused(ClientApp app) {
        NoteClient notes = app.injected(NoteClient.class);
        assertThatThrownBy(() -> notes.create(new Note("alice.example.com", Requests.COLLECTION, TEXT)))
                .isInstanceOf(AccountException.class)
                .hasMessageContaining("alice.example.com")
                .hasMessageContaining("NoteClient.create");
        app.setActive("alice.example.com");
        assertThatThrownBy(() -> notes.create(Requests.note(ALICE)))
                .isInstanceOf(AccountException.class)
                .hasMessageContaining("ActiveAccount");
    }

    @Test
    void twoDifferentAccountsAreRefused(ClientApp app) {
        assertThatThrownBy(() -> app.injected(NoteClient.class).create(new Note(ALICE, Requests.COLLECTION, TEXT), BOB))
                .isInstanceOf(AccountException.class);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isZero();
    }

    @Test
    void accountWithoutASessionIsNamed(ClientApp app) {
        assertThatThrownBy(() -> app.injected(NoteClient.class).create(Requests.note(BOB), BOB))
                .isInstanceOfSatisfying(
                        NoSessionException.class, e -> assertThat(e.did()).isEqualTo(BOB));
    }
}
