package dev.idiolect.oauth.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.Application;
import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.PersistentTokenStoreContract;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreProcess;
import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteOAuthTokenStoreIT extends PersistentTokenStoreContract {

    private static final Duration BRIEF = Duration.ofMillis(100);

    private Path file;

    @Override
    protected Kind kind() {
        return Kind.SQLITE;
    }

    @Override
    protected Path path() {
        file = root.resolve("state/sessions.db");
        return file;
    }

    @Test
    void onlyTheOwnerHasAccess() throws Exception {
        store.save(TestSessions.full(ALICE));
        store.lock(ALICE, LONG).close();
        assertThat(modes(root.resolve("state")))
                .containsOnly(
                        entry(".", "rwx------"),
                        entry("sessions.db", "rw-------"),
                        entry("sessions.db-wal", "rw-------"),
                        entry("sessions.db-shm", "rw-------"),
                        entry("sessions.db-lock", "rw-------"));
    }

    @Test
    void openDatabaseKeepsItsModeAndLogsAWarning() throws Exception {
        closeStore();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (LogCapture log = new LogCapture(PrivateFiles.class)) {
            openStore();
            assertThat(log.messages()).singleElement().asString().contains(file.toString(), "rw-r--r--");
        }
        assertThat(modes(root.resolve("state"))).containsEntry("sessions.db", "rw-r--r--");
    }

    @Test
    void savesAreFlushedToDiskAndReadersNeverWait() throws Exception {
        try (Connection connection = new SqliteConnector(file, BRIEF).connect();
                Statement statement = connection.createStatement()) {
            assertThat(text(statement, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(text(statement, "PRAGMA synchronous")).isEqualTo("2");
            assertThat(text(statement, "PRAGMA busy_timeout")).isEqualTo("100");
        }
    }

    @Test
    void readsADatabaseOfTheRustCrate() throws Exception {
        Path rust = root.resolve("rust.db");
        sql(rust, "PRAGMA journal_mode=WAL", """
            CREATE TABLE IF NOT EXISTS sessions (
                            did       TEXT PRIMARY KEY NOT NULL,
                            body_json TEXT NOT NULL
                        )\
            """, """
            INSERT INTO sessions (did, body_json) VALUES ('did:plc:abc', '{"did":"did:plc:abc","pdsUrl":\
            "https://pds.example.com","accessJwt":"a","refreshJwt":"r","dpopPrivateKeyJwk":"{}",\
            "issuedAt":"2026-04-19T00:00:00Z","expiresAt":"2026-04-19T02:00:00Z"}')\
            """);
        try (SqliteOAuthTokenStore opened = SqliteOAuthTokenStore.open(rust)) {
            assertThat(opened.load("did:plc:abc").map(OAuthSession::refreshJwt)).contains("r");
            assertThat(opened.listDids()).containsExactly("did:plc:abc");
        }
    }

    @Test
    void unreadableRowFailsLoadIsNotListedAndStays() throws Exception {
        store.save(TestSessions.full(BOB));
        for (String body : List.of(
                "{\"accessJwt\":\"SECRET",
                "",
                "[]",
                "{}",
                TestSessions.full("did:plc:carol").toJson())) {
            insert(ALICE, body);
            assertThatThrownBy(() -> store.load(ALICE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(ALICE)
                    .hasMessageNotContaining("SECRET");
            try (LogCapture log = new LogCapture(SqliteOAuthTokenStore.class)) {
                assertThat(store.listDids()).containsExactly(BOB);
                assertThat(log.messages())
                        .singleElement()
                        .asString()
                        .contains(file.toString(), ALICE)
                        .doesNotContain("SECRET");
            }
            assertThat(body(ALICE)).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE sessions (id INTEGER PRIMARY KEY, did TEXT, body_json TEXT)",
                "CREATE TABLE sessions (did TEXT PRIMARY KEY NOT NULL)",
                "CREATE TABLE sessions (did TEXT NOT NULL, body_json TEXT NOT NULL)",
                "CREATE TABLE sessions (did TEXT PRIMARY KEY, body_json TEXT, tenant TEXT NOT NULL)",
                "CREATE VIEW sessions AS SELECT '' AS did, '' AS body_json"
            })
    void tableWithOtherColumnsIsAClearError(String ddl) throws Exception {
        Path other = root.resolve("other.db");
        sql(other, ddl);
        assertThatThrownBy(() -> SqliteOAuthTokenStore.open(other))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(other.toString())
                .hasMessageContaining("sessions");
    }

    @Test
    void otherFileIsAClearErrorAndStaysUnchanged() throws Exception {
        Path text = Files.writeString(
                root.resolve("notes.txt"), "not a database, but long enough to be read as one. ".repeat(50));
        String content = Files.readString(text);
        for (Path wrong : List.of(text, root, text.resolve("below"))) {
            assertThatThrownBy(() -> SqliteOAuthTokenStore.open(wrong))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(wrong.toString());
        }
        assertThat(text).hasContent(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":memory:",
                "file:x.db?mode=memory",
                "a b#c?mode=ro&cache=shared.db",
                "100%41.db",
                ":resource:x.db",
                "mode=memory",
                "\u00fc\ud83d\ude00'\";--.db"
            })
    void specialFileNamesAreOrdinaryFiles(String name) throws Exception {
        Path odd = Files.createDirectory(root.resolve("odd")).resolve(name);
        try (SqliteOAuthTokenStore opened = SqliteOAuthTokenStore.open(odd)) {
            opened.save(TestSessions.full(ALICE));
        }
        assertThat(odd).isRegularFile();
        assertThat(modes(odd.getParent()).keySet()).containsExactlyInAnyOrder(".", name, name + "-lock");
        try (SqliteOAuthTokenStore opened = SqliteOAuthTokenStore.open(odd)) {
            assertThat(opened.load(ALICE)).contains(TestSessions.full(ALICE));
        }
    }

    @Test
    void busyDatabaseFailsWritersButNotReaders() throws Exception {
        store.save(version(ALICE, 1));
        try (SqliteOAuthTokenStore impatient = SqliteOAuthTokenStore.open(file, null, BRIEF, SHORT);
                Connection connection = new SqliteConnector(file, BRIEF).connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            statement.executeUpdate("DELETE FROM sessions");
            assertThatThrownBy(() -> impatient.save(version(ALICE, 2)))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isTransient()).isTrue())
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("SQLITE_BUSY");
            assertThat(impatient.load(ALICE)).contains(version(ALICE, 1));
            statement.executeUpdate("ROLLBACK");
            impatient.save(version(ALICE, 3));
        }
        assertThat(store.load(ALICE)).contains(version(ALICE, 3));
    }

    @Test
    void deletedOrReplacedDatabaseIsAnError() throws Exception {
        store.save(version(ALICE, 1));
        Files.move(file, root.resolve("moved.db"));
        assertThatThrownBy(() -> store.save(version(ALICE, 2)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("removed");
        Files.createFile(file);
        assertThatThrownBy(() -> store.lock(ALICE, LONG))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("replaced");
        // A read may rely on a recent check.
        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(() -> store.load(ALICE))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("replaced"));
    }

    @Test
    void fullDiskKeepsTheOldSession() throws Exception {
        store.save(version(ALICE, 1));
        try (StoreProcess process =
                StoreProcess.startWithFileLimit(2_000, Kind.SQLITE, file, "save-large", ALICE, 3_000_000)) {
            assertThat(process.line()).contains("Cannot save", file.toString(), "SQLITE_");
        }
        assertThat(store.load(ALICE)).contains(version(ALICE, 1));
        store.save(version(ALICE, 2));
        assertThat(store.load(ALICE)).contains(version(ALICE, 2));
    }

    @Test
    void missingSqliteJdbcErrorNamesTheArtifact() {
        Path fresh = root.resolve("fresh.db");
        try (Application application = Application.withoutSqlite()) {
            assertThatThrownBy(() -> application.open(Kind.SQLITE, fresh))
                    .hasMessageContaining("org.xerial:sqlite-jdbc")
                    .extracting(e -> e.getClass().getSimpleName())
                    .isEqualTo("StoreException");
        }
        assertThat(fresh).doesNotExist();
    }

    @Test
    void secondCopyOfSqliteInTheJvmIsRejected() throws Exception {
        try (Application application = Application.withLibraryAndSqlite()) {
            SessionLock held = store.lock(ALICE, Duration.ZERO);
            assertThatThrownBy(() -> application.open(Kind.SQLITE, file, BRIEF, SHORT))
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("own copy of sqlite-jdbc");
            held.close();
            closeStore();
            application.open(Kind.SQLITE, file, BRIEF, SHORT).close();
        }
        openStore();
        store.save(TestSessions.full(ALICE));
    }

    private void insert(String did, String body) throws SQLException {
        try (Connection connection = new SqliteConnector(file, BRIEF).connect();
                PreparedStatement statement =
                        connection.prepareStatement("INSERT OR REPLACE INTO sessions VALUES (?, ?)")) {
            statement.setString(1, did);
            statement.setString(2, body);
            statement.executeUpdate();
        }
    }

    private String body(String did) throws SQLException {
        try (Connection connection = new SqliteConnector(file, BRIEF).connect();
                Statement statement = connection.createStatement()) {
            return text(statement, "SELECT body_json FROM sessions WHERE did = '" + did + "'");
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (var row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static void sql(Path database, String... statements) throws SQLException {
        try (Connection connection = new SqliteConnector(database, BRIEF).connect();
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    @Test
    void replacedAndDeletedSecretsAreErasedFromTheFile() throws Exception {
        for (String did : List.of(ALICE, BOB)) {
            store.save(TestSessions.full(did).toBuilder()
                    .accessJwt("gone")
                    .refreshJwt("gone-for-good")
                    .issuedAt(Instant.EPOCH)
                    .expiresAt(Instant.EPOCH)
                    .build());
        }
        store.save(TestSessions.minimal(ALICE));
        store.delete(BOB);
        closeStore();
        assertThat(Files.readString(path(), StandardCharsets.ISO_8859_1)).doesNotContain("gone-for-good");
    }
}
