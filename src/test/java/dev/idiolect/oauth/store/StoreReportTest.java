package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.StoreProblem.Kind;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.file.TestFilesystemStores;
import dev.idiolect.oauth.store.internal.PendingEntry;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

class StoreReportTest {

    private static final OAuthSession SESSION = TestSessions.full("did:plc:aaa");
    private static final OAuthSession OTHER = TestSessions.minimal("did:plc:bbb");

    @TempDir
    private Path temp;

    private Path directory;
    private Path database;

    @BeforeEach
    void choose() {
        directory = temp.resolve("sessions");
        database = temp.resolve("sessions.db");
    }

    private void save(OAuthSession... sessions) {
        try (FilesystemOAuthTokenStore files = FilesystemOAuthTokenStore.open(directory);
                SqliteOAuthTokenStore rows = SqliteOAuthTokenStore.open(database)) {
            for (OAuthSession session : sessions) {
                files.save(session);
                rows.save(session);
            }
        }
    }

    @Test
    void missingStoreCountsAsEmptyAndStaysMissing() throws Exception {
        StoreReport nothing = FilesystemOAuthTokenStore.check(directory, null);
        assertThat(nothing.sessions()).isEmpty();
        assertThat(nothing.problems()).isEmpty();
        assertThat(SqliteOAuthTokenStore.check(database, null)).isEqualTo(nothing);
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void healthySessionsAreListedByDid() {
        save(OTHER, SESSION);
        for (StoreReport report : new StoreReport[] {
            FilesystemOAuthTokenStore.check(directory, null), SqliteOAuthTokenStore.check(database, null)
        }) {
            assertThat(report.sessions()).containsExactly(SESSION, OTHER);
            assertThat(report.pendingLogins()).isZero();
            assertThat(report.problems()).isEmpty();
        }
    }

    @Test
    void unreadableSessionsAreNamedAndOthersListed() throws Exception {
        save(SESSION, OTHER);
        Path invalid = Files.writeString(
                directory.resolve("did_plc_bbb.json"), "{\"did\":\"did:plc:bbb\",\"accessJwt\":\"SECRET\",");
        Path misnamed = directory.resolve("copy.json");
        Files.writeString(misnamed, SESSION.toJson());
        Files.setPosixFilePermissions(misnamed, PosixFilePermissions.fromString("rw-------"));
        StoreReport files = FilesystemOAuthTokenStore.check(directory, null);
        assertThat(files.sessions()).containsExactly(SESSION);
        assertThat(files.problems()).extracting(StoreProblem::kind).containsOnly(Kind.UNREADABLE);
        assertThat(files.problems()).extracting(StoreProblem::path).containsExactly(misnamed, invalid);
        assertThat(files.problems())
                .extracting(StoreProblem::message)
                .allSatisfy(what -> assertThat(what).doesNotContain("SECRET", "kty"));

        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + database);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE sessions SET body_json = '[]' WHERE did = 'did:plc:bbb'");
        }
        StoreReport rows = SqliteOAuthTokenStore.check(database, null);
        assertThat(rows.sessions()).containsExactly(SESSION);
        assertThat(rows.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("row did:plc:bbb"));
    }

    @Test
    void accessOfOtherUsersIsAProblemWithACommand() throws Exception {
        save(SESSION);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        Path file = directory.resolve("did_plc_aaa.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(FilesystemOAuthTokenStore.check(directory, null).problems())
                .extracting(StoreProblem::kind, StoreProblem::remedy)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Kind.PERMISSIONS, "Run: chmod go= " + directory),
                        org.assertj.core.groups.Tuple.tuple(Kind.PERMISSIONS, "Run: chmod go= " + file));
        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-rw----"));
        assertThat(SqliteOAuthTokenStore.check(database, null).problems())
                .extracting(StoreProblem::kind)
                .contains(Kind.PERMISSIONS);
    }

    @Test
    void orphanedFilesAreNamedAndKept() throws Exception {
        save(SESSION);
        Instant now = Instant.now();
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory)) {
            PendingLogins logins = store.pendingLogins().orElseThrow();
            logins.save("alive", "body", now.plus(Duration.ofMinutes(5)));
            logins.save("dead", "body", now.minusSeconds(1));
        }
        Path dead = directory.resolve(".pending").resolve(PendingEntry.key("dead"));
        Path temporary = TestFilesystemStores.leaveTemporaryFile(directory);
        Files.setLastModifiedTime(temporary, FileTime.from(now.minus(Duration.ofHours(1))));
        TestFilesystemStores.leaveTemporaryFile(directory);
        StoreReport report = FilesystemOAuthTokenStore.check(directory, null);
        assertThat(report.pendingLogins()).isEqualTo(1);
        assertThat(report.problems()).extracting(StoreProblem::path).containsExactly(dead, temporary);
        assertThat(report.problems()).extracting(StoreProblem::kind).containsOnly(Kind.ORPHANED);
        assertThat(dead).exists();
        assertThat(temporary).exists();
    }

    @Test
    void otherFileTypesAreAnError() throws Exception {
        Files.writeString(temp.resolve("file"), "no database, and no directory either");
        assertThatThrownBy(() -> FilesystemOAuthTokenStore.check(temp.resolve("file"), null))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> SqliteOAuthTokenStore.check(temp.resolve("file"), null))
                .isInstanceOf(StoreException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void databaseOfAnotherProgramIsAnErrorAndUnchanged(String journal) throws Exception {
        Path foreign = temp.resolve("foreign.db");
        execute(foreign, "PRAGMA journal_mode=" + journal, "CREATE TABLE customers (name TEXT)");
        byte[] before = Files.readAllBytes(foreign);
        assertThatThrownBy(() -> SqliteOAuthTokenStore.check(foreign, null))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no table sessions");
        assertThat(foreign).hasBinaryContent(before);
        assertThat(temp)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("foreign.db-"));
    }

    @Test
    void writersLogOfAnotherProgramIsUnchanged() throws Exception {
        Path live = temp.resolve("live.db");
        Path killed = Files.createDirectory(temp.resolve("killed")).resolve("live.db");
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + live);
        try (Connection writer = source.getConnection();
                Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE customers (name TEXT)");
            statement.execute("INSERT INTO customers VALUES ('Alice')");
            for (Path part : parts(live)) {
                Files.copy(part, killed.resolveSibling(part.getFileName()));
            }
            byte[] database = Files.readAllBytes(live);
            byte[] log = Files.readAllBytes(live.resolveSibling("live.db-wal"));
            assertThatThrownBy(() -> SqliteOAuthTokenStore.check(live, null)).hasMessageContaining("no table sessions");
            assertThat(live).hasBinaryContent(database);
            assertThat(live.resolveSibling("live.db-wal")).hasBinaryContent(log);
        }
        assertThat(parts(killed)).hasSize(3);
        assertForeignAndUntouched(killed);
        Files.delete(killed.resolveSibling("live.db-shm"));
        Map<Path, List<Object>> before = state(killed);
        assertThatThrownBy(() -> SqliteOAuthTokenStore.check(killed, null))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has no -shm file");
        assertThat(state(killed)).isEqualTo(before);
    }

    @Test
    void killedWritersSessionsAreReadFromTheLog() throws Exception {
        Path live = temp.resolve("live.db");
        Path killed = Files.createDirectory(temp.resolve("killed")).resolve("live.db");
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(live)) {
            store.save(SESSION);
            for (Path part : parts(live)) {
                Files.copy(part, killed.resolveSibling(part.getFileName()));
            }
            assertThat(SqliteOAuthTokenStore.check(live, null).sessions()).containsExactly(SESSION);
        }
        Map<Path, List<Object>> before = state(killed);
        assertThat(before).hasSizeGreaterThan(2);
        assertThat(SqliteOAuthTokenStore.check(killed, null).sessions()).containsExactly(SESSION);
        assertThat(state(killed)).isEqualTo(before);
    }

    private static void assertForeignAndUntouched(Path database) throws Exception {
        Map<Path, List<Object>> before = state(database);
        assertThatThrownBy(() -> SqliteOAuthTokenStore.check(database, null))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no table sessions");
        assertThat(state(database)).isEqualTo(before);
    }

    private static List<Path> parts(Path database) throws IOException {
        try (Stream<Path> files = Files.list(database.getParent())) {
            return files.filter(file -> file.toString().startsWith(database + "")
                            && !file.toString().endsWith("-lock"))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the bytes and the time of each file of a database. */
    private static Map<Path, List<Object>> state(Path database) throws IOException {
        Map<Path, List<Object>> state = new TreeMap<>();
        for (Path part : parts(database)) {
            state.put(
                    part, List.of(HexFormat.of().formatHex(Files.readAllBytes(part)), Files.getLastModifiedTime(part)));
        }
        return state;
    }

    @Test
    void databaseOfTheRustCrateIsReadAndUnchanged() throws Exception {
        Path crate = temp.resolve("crate.db");
        execute(
                crate,
                "CREATE TABLE sessions (did TEXT PRIMARY KEY NOT NULL, body_json TEXT NOT NULL)",
                "INSERT INTO sessions VALUES ('" + SESSION.did() + "', '" + SESSION.toJson() + "')");
        byte[] before = Files.readAllBytes(crate);
        assertThat(SqliteOAuthTokenStore.check(crate, null).sessions()).containsExactly(SESSION);
        assertThat(crate).hasBinaryContent(before);
    }

    private static void execute(Path file, String... statements) throws Exception {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
