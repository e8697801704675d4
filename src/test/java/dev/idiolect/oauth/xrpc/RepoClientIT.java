package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.client.ClientApp;
import dev.idiolect.oauth.client.ClientTest;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.session.OAuthSession;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every method of the client at a real PDS. */
@ClientTest
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RepoClientIT {

    private static final String NOTES = "dev.idiolect.test.note";

    @Test
    void realServerTakesWhatIsSentAndIsUnderstood(ClientApp app) {
        try (RealPds pds = RealPds.start()) {
            OAuthSession session = PdsLogin.login(pds);
            app.save(session);
            writeAndRead(app.injected(RepoClient.class), session.did());
            app.save(PdsLogin.appPasswordLogin(pds, pds.account()));
            assertThat(app.injected(RepoClient.class)
                            .createRecord(CreateRecord.of(session.did(), NOTES, Map.of("text", "legacy")))
                            .rkey())
                    .isNotEmpty();
        }
    }

    private static void writeAndRead(RepoClient repo, String did) {
        BlobRef blob = repo.uploadBlob(new ByteArrayInputStream("blob".getBytes()), "text/plain", did)
                .blob();
        assertThat(repo.uploadBlob("blob".getBytes(), "text/plain", did).blob()).isEqualTo(blob);
        WrittenRecord created = repo.createRecord(CreateRecord.of(
                did, NOTES, Map.of("$type", NOTES, "text", "h\u00e9llo", "blob", blob, "langs", List.of("en"))));
        assertThat(created.validationStatus()).isEqualTo("unknown");
        FoundRecord found = repo.getRecord(did, NOTES, created.rkey(), created.cid());
        assertThat(found.cid()).isEqualTo(created.cid());
        assertThat(found.value().getString("text")).isEqualTo("h\u00e9llo");
        assertThat(BlobRef.of(found.value().getJsonObject("blob"))).isEqualTo(blob);

        PutRecord put = PutRecord.of(did, NOTES, "self", Map.of("$type", NOTES, "text", "1"));
        WrittenRecord first = repo.putRecord(put.onlyIfAbsent());
        assertThatThrownBy(() -> repo.putRecord(
                        PutRecord.of(did, NOTES, "self", Map.of("$type", NOTES)).onlyIfAbsent()))
                .isInstanceOfSatisfying(
                        XrpcException.class, e -> assertThat(e.error()).isEqualTo("InvalidSwap"));
        repo.putRecord(PutRecord.of(did, NOTES, "self", Map.of("$type", NOTES, "text", "2"))
                .withSwapRecord(first.cid()));
        assertThatThrownBy(() -> repo.createRecord(
                        CreateRecord.of(did, NOTES, Map.of("$type", NOTES)).withValidate(true)))
                .isInstanceOfSatisfying(
                        XrpcException.class, e -> assertThat(e.status()).isEqualTo(400));

        AppliedWrites applied = repo.applyWrites(ApplyWrites.of(
                did,
                Write.create(NOTES, "a", Map.of("$type", NOTES)),
                Write.update(NOTES, "self", Map.of("$type", NOTES, "text", "3")),
                Write.delete(NOTES, created.rkey())));
        assertThat(applied.results())
                .extracting(WriteResult::type)
                .containsExactly(
                        "com.atproto.repo.applyWrites#createResult",
                        "com.atproto.repo.applyWrites#updateResult",
                        "com.atproto.repo.applyWrites#deleteResult");
        assertThat(applied.commit()).isNotNull();

        RecordPage page = repo.listRecords(did, NOTES, 1, null, true);
        assertThat(page.records()).extracting(FoundRecord::rkey).containsExactly("a");
        assertThat(repo.listRecords(did, NOTES, 10, page.cursor(), true).records())
                .extracting(record -> record.value().getString("text"))
                .containsExactly("3");
        assertThat(repo.describeRepo(did).collections()).contains(NOTES);
        assertThat(repo.deleteRecord(DeleteRecord.of(did, NOTES, "a")).commit()).isNotNull();
        assertThat(repo.deleteRecord(DeleteRecord.of(did, NOTES, "a")).commit()).isNull();
        assertThatThrownBy(() -> repo.getRecord(did, NOTES, "a", null))
                .isInstanceOfSatisfying(
                        XrpcException.class, e -> assertThat(e.error()).isEqualTo("RecordNotFound"));
    }
}
