package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists many sessions in a JVM with 64 MB of heap. */
class PagingMemoryIT {

    /** A million with {@code -Dpaging.long=true}. */
    private static final int SESSIONS = Boolean.getBoolean("paging.long") ? 1_000_000 : 20_000;

    /** As long as those of the Bluesky servers. */
    private static final OAuthSession SESSION = TestSessions.full("did:plc:x").toBuilder()
            .accessJwt("a".repeat(1000))
            .refreshJwt("r".repeat(700))
            .dpopPrivateKeyJwk("{\"kty\":\"EC\",\"d\":\"" + "k".repeat(200) + "\"}")
            .build();

    @TempDir
    Path root;

    @Test
    void sqliteListsManySessionsInLittleMemory() throws Exception {
        Path file = root.resolve("sessions.db");
        SqliteOAuthTokenStore.open(file).close();
        fill(file, SESSION.toJson());
        assertListed("SQLite", file.toString());
    }

    @Test
    void encryptedSqliteListsManySessionsInLittleMemory() throws Exception {
        Path file = root.resolve("sessions.db");
        SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file, TestKeys.source("one"));
        try (store) {
            for (int i = 0; i < SESSIONS / 50; i++) {
                store.save(SESSION.toBuilder().did("did:plc:account" + i).build());
            }
        }
        assertListed("encrypted SQLite", file.toString(), SESSIONS / 50);
    }

    @Test
    void postgresqlListsManySessionsInLittleMemory() throws Exception {
        String schema = PostgreSql.newSchema();
        try (JdbcOAuthTokenStore store =
                JdbcOAuthTokenStore.builder(PostgreSql.dataSource(schema)).open()) {
            store.save(SESSION);
        }
        String columns = "body_json, pds_url, handle, token_type, issued_at, expires_at, refresh_expires_at, issuer,"
                + " client_key_id, idle_since";
        PostgreSql.execute("INSERT INTO " + schema + ".oauth_sessions (did, version, " + columns
                + ") SELECT 'did:plc:account' || i, gen_random_uuid(), " + columns + " FROM " + schema
                + ".oauth_sessions, generate_series(2, " + SESSIONS + ") i");
        assertListed("PostgreSQL", PostgreSql.url(schema));
    }

    private static void fill(Path file, String body) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement statement = connection.prepareStatement(
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO"
                                + " sessions (did, body_json) SELECT 'did:plc:account' || i, replace(?, 'did:plc:x',"
                                + " 'did:plc:account' || i) FROM n")) {
            statement.setInt(1, SESSIONS);
            statement.setString(2, body);
            statement.executeUpdate();
        }
    }

    private static void assertListed(String name, String place) throws IOException {
        assertListed(name, place, SESSIONS);
    }

    private static void assertListed(String name, String place, int sessions) throws IOException {
        List<String> command = QuickJvm.command();
        command.addAll(List.of("-Xmx64m", PagingMain.class.getName(), place));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            assertThat(line).as("the output for " + name).startsWith(sessions + " sessions in ");
            Files.writeString(Path.of("target", "paging-" + name + ".txt"), name + ": " + line + "\n");
        } finally {
            process.destroyForcibly();
        }
    }
}
