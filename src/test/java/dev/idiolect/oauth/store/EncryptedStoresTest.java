package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.SecretSearch;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.file.TestFilesystemStores;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.TestSqliteStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files and rows of encrypted stores. */
@Timeout(60)
class EncryptedStoresTest {

    private static final String ALICE = "did:plc:alice";
    private static final String BOB = "did:plc:bob";
    private static final OAuthSession SESSION = TestSessions.full(ALICE).toBuilder()
            .accessJwt("s3cret-access-token")
            .refreshJwt("s3cret-refresh-token")
            .dpopPrivateKeyJwk("{\"kty\":\"EC\",\"d\":\"s3cret-private-key\"}")
            .build();

    @TempDir
    private Path root;

    /** Opens the store of a kind with these keys instead of its own. */
    private OAuthTokenStore open(Kind kind, @Nullable KeySource keys) {
        return kind.isDirectory()
                ? FilesystemOAuthTokenStore.open(root.resolve("store"), keys)
                : SqliteOAuthTokenStore.open(root.resolve("store"), keys);
    }

    private StoreReport report(Kind kind, @Nullable KeySource keys) {
        return kind.isDirectory()
                ? FilesystemOAuthTokenStore.check(root.resolve("store"), keys)
                : SqliteOAuthTokenStore.check(root.resolve("store"), keys);
    }

    private void save(Kind kind, @Nullable KeySource keys, OAuthSession... sessions) throws Exception {
        OAuthTokenStore store = open(kind, keys);
        List.of(sessions).forEach(store::save);
        Kind.close(store);
    }

    private String body(Kind kind, String did) throws Exception {
        if (kind.isDirectory()) {
            return Files.readString(TestFilesystemStores.session(root.resolve("store"), did));
        }
        return sql("SELECT body_json FROM sessions WHERE did = ?", did, null);
    }

    private void setBody(Kind kind, String did, String body) throws Exception {
        if (kind.isDirectory()) {
            Files.writeString(TestFilesystemStores.session(root.resolve("store"), did), body);
        } else {
            sql("UPDATE sessions SET body_json = ?2 WHERE did = ?1 RETURNING did", did, body);
        }
    }

    private String sql(String sql, String did, @Nullable String body) throws SQLException {
        try (Connection connection = TestSqliteStores.connect(root.resolve("store"));
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, did);
            if (body != null) {
                statement.setString(2, body);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    private static StoreException failure(OAuthTokenStore store) {
        return catchThrowableOfType(StoreException.class, () -> store.load(ALICE));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ENCRYPTED_FILESYSTEM", "ENCRYPTED_SQLITE"})
    void noFileContainsASecret(Kind kind) throws Exception {
        OAuthTokenStore store = kind.open(root.resolve("store"));
        for (int i = 0; i < 20; i++) {
            store.save(SESSION.toBuilder().did("did:plc:user" + i).build());
        }
        store.delete("did:plc:user7");
        store.pendingLogins()
                .orElseThrow()
                .save(
                        "state",
                        "{\"key\":\"s3cret-pending-login\"}",
                        Instant.now().plusSeconds(600));
        SecretSearch search = SecretSearch.inLogs(Map.of(
                "s3cret-access-token",
                "access token",
                "s3cret-refresh-token",
                "refresh token",
                "s3cret-private-key",
                "DPoP key",
                "s3cret-pending-login",
                "pending login",
                TestKeys.secret("one"),
                "encryption key"));
        // Before the store is closed, so that the write-ahead log of SQLite is there.
        int files = 0;
        try (Stream<Path> found = Files.walk(root)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                assertThat(search.in(bytes)).as(file.toString()).isEmpty();
                files++;
            }
        }
        assertThat(files).isGreaterThan(3);
        Kind.close(store);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FILESYSTEM", "SQLITE"})
    void plainSessionIsReadAndEncryptedWhenItIsSaved(Kind kind) throws Exception {
        save(kind, null, SESSION);
        assertThat(body(kind, ALICE)).startsWith("{").contains("s3cret");
        OAuthTokenStore store = open(kind, TestKeys.source("one"));
        assertThat(store.load(ALICE)).contains(SESSION);
        assertThat(body(kind, ALICE)).startsWith("{");
        store.save(SESSION);
        assertThat(body(kind, ALICE)).startsWith("eyJ").doesNotContain("s3cret");
        assertThat(store.load(ALICE)).contains(SESSION);
        Kind.close(store);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FILESYSTEM", "SQLITE"})
    void resealUsesTheFirstKeyAndIsRepeatable(Kind kind) throws Exception {
        save(kind, null, TestSessions.full(BOB));
        save(kind, TestKeys.source("old"), SESSION);
        KeySource rotated = TestKeys.source("new", "old");
        assertThat(report(kind, rotated).encryption()).isEqualTo(Map.of("", 1, "old", 1));
        OAuthTokenStore store = open(kind, rotated);
        for (String did : List.of(ALICE, BOB)) {
            assertThat(store.reseal(did, Duration.ofSeconds(5))).isTrue();
            assertThat(store.reseal(did, Duration.ofSeconds(5))).isFalse();
        }
        assertThat(store.reseal("did:plc:unknown", Duration.ofSeconds(5))).isFalse();
        Kind.close(store);
        assertThat(report(kind, rotated).encryption()).isEqualTo(Map.of("new", 2));
        OAuthTokenStore later = open(kind, TestKeys.source("new"));
        assertThat(later.load(ALICE)).contains(SESSION);
        assertThat(later.load(BOB)).contains(TestSessions.full(BOB));
        Kind.close(later);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FILESYSTEM", "SQLITE"})
    void missingKeyIsNamedAndTheSessionIsKept(Kind kind) throws Exception {
        save(kind, TestKeys.source("old"), SESSION);
        String before = body(kind, ALICE);
        for (KeySource keys : new KeySource[] {TestKeys.source("new"), null}) {
            OAuthTokenStore store = open(kind, keys);
            StoreException missing = failure(store);
            assertThat(missing.missingKeyId()).contains("old");
            assertThat(missing.isUnreadable()).isFalse();
            assertThat(missing)
                    .hasMessageContaining("it is encrypted with the key old")
                    .hasMessageEndingWith("It was left unchanged");
            assertThat(store.listDids()).isEmpty();
            // A sign-in must not replace a session that only lacks its key.
            assertThatThrownBy(() -> store.replace(ALICE, null, TestSessions.minimal(ALICE)))
                    .isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> store.reseal(ALICE, Duration.ofSeconds(5))).isInstanceOf(StoreException.class);
            Kind.close(store);
            StoreReport report = report(kind, keys);
            assertThat(report.sessions()).isEmpty();
            assertThat(report.encryption()).isEqualTo(Map.of("old", 1));
            assertThat(report.problems())
                    .extracting(StoreProblem::kind, StoreProblem::remedy)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(
                            StoreProblem.Kind.UNREADABLE,
                            (keys == null
                                            ? "Give the store its encryption keys, on the command line with"
                                                    + " --encryption-keys"
                                            : "Add the key old to the encryption keys")
                                    + "; the session is intact"));
        }
        assertThat(body(kind, ALICE)).isEqualTo(before);
        OAuthTokenStore store = open(kind, TestKeys.source("new", "old"));
        assertThat(store.load(ALICE)).contains(SESSION);
        Kind.close(store);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ENCRYPTED_FILESYSTEM", "ENCRYPTED_SQLITE"})
    void copiedSessionIsRefused(Kind kind) throws Exception {
        save(kind, TestKeys.source("one"), SESSION, TestSessions.full(BOB));
        setBody(kind, ALICE, body(kind, BOB));
        OAuthTokenStore store = kind.open(root.resolve("store"));
        assertThat(failure(store)).hasMessageContaining("it belongs to did:plc:bob instead of did:plc:alice");
        assertThat(store.listDids()).containsExactly(BOB);
        Kind.close(store);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ENCRYPTED_FILESYSTEM", "ENCRYPTED_SQLITE"})
    void changedSessionIsRefusedAndKept(Kind kind) throws Exception {
        save(kind, TestKeys.source("one"), SESSION);
        StringBuilder changed = new StringBuilder(body(kind, ALICE));
        int middle = changed.length() / 2;
        changed.setCharAt(middle, changed.charAt(middle) == 'A' ? 'B' : 'A');
        setBody(kind, ALICE, changed.toString());
        OAuthTokenStore store = kind.open(root.resolve("store"));
        StoreException failure = failure(store);
        assertThat(failure).hasMessageContaining("it cannot be decrypted with the key one");
        assertThat(failure.missingKeyId()).isEmpty();
        assertThat(failure.isUnreadable()).isTrue();
        Kind.close(store);
        assertThat(body(kind, ALICE)).isEqualTo(changed.toString());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FILESYSTEM", "SQLITE"})
    void invalidKeysKeepTheStoreClosed(Kind kind) {
        assertThatThrownBy(() -> open(kind, () -> "{}"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the encryption keys are not a JSON Web Key Set");
    }
}
