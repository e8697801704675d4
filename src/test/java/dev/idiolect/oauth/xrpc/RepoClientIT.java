package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An injected client against the real PDS. */
class RepoClientIT {

    private static RealPds pds;
    private static PdsInspector inspector;
    private static TestApp app;
    private static RepoClient repo;
    private static String alice;
    private static String bob;

    @BeforeAll
    static void start() {
        pds = RealPds.start();
        inspector = new PdsInspector(pds.pdsUrl());
        app = TestApp.start(Map.of("idiolect.oauth.account", pds.did()), Application.class);
        OAuthTokenStore store = app.get(OAuthTokenStore.class);
        alice = PdsLogin.login(pds, pds.account(), store).did();
        TestAccount account = pds.createAccount("bob.test", "hunter2-bob");
        bob = PdsLogin.appPasswordLogin(pds, account, store).did();
        repo = app.get(Application.class).repo;
    }

    @AfterAll
    static void stop() {
        app.close();
        pds.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recordIsCreatedReplacedAndDeleted(boolean oauth) {
        String did = oauth ? alice : bob;
        RecordRef created = repo.createRecord(CreateRecord.of(did, Note.COLLECTION, Note.of("first", 1)));
        JsonObject held = value(did, created.rkey());
        assertThat(held.getString("text")).isEqualTo("first");
        assertThat(held.getString("$type")).isEqualTo(Note.COLLECTION);
        assertThat(created.uri()).isEqualTo("at://" + did + "/" + Note.COLLECTION + "/" + created.rkey());

        RecordRef replaced =
                repo.putRecord(PutRecord.builder(did, Note.COLLECTION, created.rkey(), Note.of("second", 2))
                        .swapRecord(created.cid())
                        .build());
        assertThat(value(did, created.rkey()).getString("text")).isEqualTo("second");
        assertThat(replaced.cid()).isNotEqualTo(created.cid());

        assertThatThrownBy(() ->
                        repo.putRecord(PutRecord.builder(did, Note.COLLECTION, created.rkey(), Note.of("third", 3))
                                .swapRecord(created.cid())
                                .build()))
                .isInstanceOfSatisfying(XrpcException.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.error()).contains("InvalidSwap");
                });

        repo.deleteRecord(DeleteRecord.of(did, Note.COLLECTION, created.rkey()));
        assertThat(inspector.getRecord(did, Note.COLLECTION, created.rkey())).isEmpty();
    }

    @Test
    void severalWritesAreAppliedTogetherOrNotAtAll() {
        RecordRef old = repo.createRecord(CreateRecord.of(alice, Note.COLLECTION, Note.of("old", 0)));
        ApplyWritesResult applied = repo.applyWrites(ApplyWrites.of(
                alice,
                Write.create(Note.COLLECTION, "together", Note.of("new", 1)),
                Write.update(Note.COLLECTION, old.rkey(), Note.of("updated", 2)),
                Write.create(
                        Note.COLLECTION,
                        Json.createObjectBuilder()
                                .add("$type", Note.COLLECTION)
                                .add("text", "as JSON")
                                .build())));
        assertThat(applied.results()).hasSize(3);
        assertThat(value(alice, "together").getString("text")).isEqualTo("new");
        assertThat(value(alice, old.rkey()).getString("text")).isEqualTo("updated");

        assertThatThrownBy(() -> repo.applyWrites(ApplyWrites.of(
                        alice,
                        Write.delete(Note.COLLECTION, "together"),
                        Write.create(Note.COLLECTION, old.rkey(), Note.of("twice", 3)))))
                .isInstanceOf(XrpcException.class);
        assertThat(value(alice, "together").getString("text")).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void blobOfAMegabyteIsStoredToTheByte(boolean asStream) {
        byte[] bytes = new byte[1_000_000];
        new Random(asStream ? 1 : 2).nextBytes(bytes);
        UploadedBlob uploaded = asStream
                ? repo.uploadBlob(new ByteArrayInputStream(bytes), "application/octet-stream", alice)
                : repo.uploadBlob(bytes, "application/octet-stream", alice);
        assertThat(uploaded.blob().size()).isEqualTo(bytes.length);
        repo.createRecord(CreateRecord.of(
                alice, "dev.idiolect.test.file", Map.of("$type", "dev.idiolect.test.file", "file", uploaded.blob())));
        assertThat(Arrays.equals(inspector.getBlob(alice, uploaded.blob().cid()), bytes))
                .isTrue();
    }

    @Test
    void recordsAreReadPageByPage() {
        for (int i = 0; i < 5; i++) {
            repo.createRecord(CreateRecord.builder(alice, "dev.idiolect.test.page", Map.of("number", i))
                    .rkey("page-" + i)
                    .build());
        }
        RecordPage first = repo.listRecords(alice, "dev.idiolect.test.page", 3, null, true);
        RecordPage second = repo.listRecords(alice, "dev.idiolect.test.page", 3, first.cursor(), true);
        assertThat(numbers(first)).containsExactly(0, 1, 2);
        assertThat(numbers(second)).containsExactly(3, 4);
    }

    @Test
    void recordIsReadAsATypeOfTheApplication() {
        Note note = Note.of("sch\u00f6n \ud83e\udd8b", 7);
        RecordRef written = repo.createRecord(CreateRecord.of(alice, Note.COLLECTION, note));
        RepoRecord found = repo.getRecord(alice, Note.COLLECTION, written.rkey(), written.cid());
        assertThat(found.as(Note.class)).isEqualTo(note);
        assertThat(found.cid()).isEqualTo(written.cid());
    }

    @Test
    void missingRecordIsATypedError() {
        assertThatThrownBy(() -> repo.getRecord(alice, Note.COLLECTION, "nonesuch", null))
                .isInstanceOfSatisfying(XrpcException.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.error()).contains("RecordNotFound");
                });
    }

    @Test
    void repositoryIsDescribed() {
        RepoDescription description = repo.describeRepo(alice);
        assertThat(description.did()).isEqualTo(alice);
        assertThat(description.handle()).isEqualTo(pds.handle());
    }

    private static List<Integer> numbers(RecordPage page) {
        return page.records().stream()
                .map(record -> record.value().getInt("number"))
                .toList();
    }

    private static JsonObject value(String did, String rkey) {
        return inspector.getRecord(did, Note.COLLECTION, rkey).orElseThrow().getJsonObject("value");
    }

    @Dependent
    static class Application {
        @Inject
        @RestClient
        RepoClient repo;
    }
}
