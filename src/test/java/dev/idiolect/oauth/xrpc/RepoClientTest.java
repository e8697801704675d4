package dev.idiolect.oauth.xrpc;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static dev.idiolect.oauth.rest.ClientApp.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.rest.ClientApp;
import dev.idiolect.oauth.rest.ClientTest;
import dev.idiolect.oauth.rest.Recorder;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import jakarta.json.bind.annotation.JsonbProperty;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ClientTest
class RepoClientTest {

    private static final String NOTES = "dev.idiolect.test.note";

    /** A record type of an application. */
    public record Note(@JsonbProperty("$type") String type, String text, BlobRef image) {
        static Note of(String text, BlobRef image) {
            return new Note(NOTES, text, image);
        }
    }

    @Test
    void createdRecordIsReadAsATypeOfTheApplication(ClientApp app) {
        RepoClient repo = app.injected(RepoClient.class);
        BlobRef image =
                repo.uploadBlob(new byte[] {1, 2, 3}, "image/png", ALICE).blob();
        assertThat(image).isEqualTo(new BlobRef(image.cid(), "image/png", 3));

        RecordRef written = repo.createRecord(CreateRecord.of(ALICE, NOTES, Note.of("hello", image)));
        assertThat(written.uri()).isEqualTo("at://" + ALICE + "/" + NOTES + "/" + written.rkey());
        assertThat(written.cid()).isNotEmpty();
        assertThat(written.commit()).isNotNull();
        assertThat(written.commit().rev()).isNotEmpty();
        assertThat(written.validationStatus()).isEqualTo("unknown");

        RepoRecord found = repo.getRecord(ALICE, NOTES, written.rkey(), null);
        assertThat(found.as(Note.class)).isEqualTo(Note.of("hello", image));
        assertThat(found.value().getString("$type")).isEqualTo(NOTES);
        assertThat(found.value().getJsonObject("image")).isEqualTo(image.toJson());
        assertThat(found.as(JsonObject.class)).isSameAs(found.value());
        assertThat(found.rkey()).isEqualTo(written.rkey());
        assertThat(found.cid()).isEqualTo(written.cid());
        app.pds().assertNoViolations();
    }

    @Test
    void recordMayBeJsonOrAMap(ClientApp app) {
        RepoClient repo = app.injected(RepoClient.class);
        JsonObject expected = Jsons.object("text", "x", "list", Jsons.object("a", 1));
        for (Object record : List.of(expected, Map.of("text", "x", "list", Map.of("a", 1)))) {
            repo.createRecord(CreateRecord.of(ALICE, NOTES, record));
        }
        assertThat(app.pds().records(ALICE)).containsExactly(expected, expected);
    }

    @Test
    void putReplacesAndDeleteRemoves(ClientApp app) {
        RepoClient repo = app.injected(RepoClient.class);
        RecordRef first = repo.putRecord(PutRecord.of(ALICE, NOTES, "self", Map.of("text", "1")));
        RecordRef second = repo.putRecord(PutRecord.builder(ALICE, NOTES, "self", Map.of("text", "2"))
                .swapRecord(first.cid())
                .build());
        assertThat(second.cid()).isNotEqualTo(first.cid());
        assertThatThrownBy(() ->
                        repo.deleteRecord(DeleteRecord.of(ALICE, NOTES, "self").withSwapRecord(first.cid())))
                .isInstanceOfSatisfying(XrpcException.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.error()).contains("InvalidSwap");
                    assertThat(e.serverMessage()).get().asString().contains(second.cid());
                });
        assertThat(repo.deleteRecord(DeleteRecord.of(ALICE, NOTES, "self")).commit())
                .isNotNull();
        assertThat(repo.deleteRecord(DeleteRecord.of(ALICE, NOTES, "self")).commit())
                .isNull();
        app.pds().assertNoViolations();
    }

    @Test
    void eachWriteHasAResult(ClientApp app) {
        RepoClient repo = app.injected(RepoClient.class);
        ApplyWritesResult applied = repo.applyWrites(ApplyWrites.of(
                ALICE,
                Write.create(NOTES, Map.of("text", "1")),
                Write.create(NOTES, "two", Map.of("text", "2")),
                Write.update(NOTES, "two", Map.of("text", "3")),
                Write.delete(NOTES, "two")));
        assertThat(applied.commit()).isNotNull();
        assertThat(applied.results())
                .extracting(WriteResult::type)
                .containsExactly(
                        "com.atproto.repo.applyWrites#createResult",
                        "com.atproto.repo.applyWrites#createResult",
                        "com.atproto.repo.applyWrites#updateResult",
                        "com.atproto.repo.applyWrites#deleteResult");
        assertThat(applied.results().get(1).uri()).endsWith("/two");
        assertThat(applied.results().get(3).uri()).isNull();
        assertThat(app.pds().records(ALICE)).hasSize(1);
    }

    @Test
    void collectionIsReadPageByPage(ClientApp app) {
        RepoClient repo = app.injected(RepoClient.class);
        for (int i = 0; i < 3; i++) {
            repo.createRecord(CreateRecord.builder(ALICE, NOTES, Map.of("n", i))
                    .rkey("k" + i)
                    .validate(false)
                    .build());
        }
        RecordPage first = repo.listRecords(ALICE, NOTES, 2, null, true);
        assertThat(first.records()).extracting(RepoRecord::rkey).containsExactly("k0", "k1");
        RecordPage second = repo.listRecords(ALICE, NOTES, 2, first.cursor(), true);
        assertThat(second.records()).extracting(RepoRecord::rkey).containsExactly("k2");
        assertThat(repo.listRecords(ALICE, NOTES, null, second.cursor(), true).cursor())
                .isNull();
    }

    @Test
    void repositoryIsDescribed(ClientApp app) {
        RepoClient repo = app.injected(RepoClient.class);
        repo.createRecord(CreateRecord.of(ALICE, NOTES, Map.of("text", "1")));
        RepoDescription description = repo.describeRepo(ALICE);
        assertThat(description.did()).isEqualTo(ALICE);
        assertThat(description.handle()).isNotEmpty();
        assertThat(description.collections()).containsExactly(NOTES);
        assertThat(description.didDoc().getString("id")).isEqualTo(ALICE);
        assertThat(description.handleIsCorrect()).isTrue();
    }

    @Test
    void readsAreUnsignedAndWritesSigned(ClientApp app) {
        app.other();
        Recorder reads = Recorder.on(app.other(), "com.atproto.repo.listRecords");
        RepoClient repo = app.injected(RepoClient.class);
        repo.createRecord(CreateRecord.of(BOB, NOTES, Map.of("text", "1")));
        repo.listRecords(BOB, NOTES, null, null, null);
        assertThat(reads.last().all("Authorization")).isEmpty();
        assertThat(reads.last().query())
                .isEqualTo("repo=" + BOB.replace(":", "%3A") + "&collection=" + NOTES)
                .satisfies(query -> assertThat(query).doesNotContain("limit"));
        app.other().assertNoViolations();
    }

    @Test
    void streamedBlobIsSentAgainAfterAChallenge(ClientApp app) {
        Recorder recorder = Recorder.on(app.pds(), "com.atproto.repo.uploadBlob");
        RepoClient repo = app.calls().wrap(RepoClient.class, app.built(RepoClient.class, ClientApp.NOWHERE, b -> b));
        app.setActive(ALICE);
        repo.uploadBlob(new ByteArrayInputStream(new byte[] {1, 2, 3}), "image/png", null);
        assertThat(recorder.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.body()).containsExactly(1, 2, 3);
            assertThat(request.all("Content-Type")).containsExactly("image/png");
        });
    }
}
