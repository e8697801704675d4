package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.SecretSearch;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.Content;
import dev.idiolect.oauth.seal.internal.Sealer;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.LibraryStoreContract;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import dev.idiolect.oauth.store.internal.persistent.RowCheck;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract with encryption, and checks of the contents of the database. */
class EncryptedJdbcStoreIT extends LibraryStoreContract {

    private static final OAuthSession SESSION = TestSessions.full(ALICE).toBuilder()
            .accessJwt("s3cret-jdbc-access-token")
            .refreshJwt("s3cret-jdbc-refresh-token")
            .dpopPrivateKeyJwk("{\"kty\":\"EC\",\"d\":\"s3cret-jdbc-private-key\"}")
            .build();

    private String schema;
    private DataSource dataSource;

    @BeforeEach
    @Override
    protected void openStore() throws Exception {
        schema = PostgreSql.newSchema();
        dataSource = PostgreSql.dataSource(schema);
        super.openStore();
    }

    @Override
    protected OAuthTokenStore open() {
        return open(TestKeys.source("one"));
    }

    private OAuthTokenStore open(@Nullable KeySource keys) {
        JdbcOAuthTokenStore.Builder builder =
                JdbcOAuthTokenStore.builder(dataSource).encryption(keys);
        builder.closePatience = Duration.ZERO;
        return builder.open();
    }

    private String sql(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    @Test
    void noFileOfTheDatabaseContainsASecret() throws Exception {
        store.save(SESSION);
        store.save(SESSION.toBuilder().refreshJwt("s3cret-jdbc-refresh-token-2").build());
        store.pendingLogins()
                .orElseThrow()
                .save(
                        "state",
                        "{\"key\":\"s3cret-jdbc-pending-login\"}",
                        Instant.now().plusSeconds(600));
        PostgreSql.execute("CHECKPOINT");
        SecretSearch search = SecretSearch.inLogs(Map.of(
                "s3cret-jdbc-access-token",
                "access token",
                "s3cret-jdbc-refresh-token",
                "refresh token",
                "s3cret-jdbc-private-key",
                "DPoP key",
                "s3cret-jdbc-pending-login",
                "pending login",
                TestKeys.secret("one"),
                "encryption key"));
        // The table is among the searched files, and is not compressed.
        String header = sql("SELECT substr(body_json, 1, 60) FROM oauth_sessions");
        boolean sessionFound = false;
        try (Stream<Path> files = Files.walk(Path.of(sql("SHOW data_directory")))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = read(file);
                assertThat(search.in(bytes)).as(file.toString()).isEmpty();
                sessionFound |= new String(bytes, StandardCharsets.ISO_8859_1).contains(header);
            }
        }
        assertThat(sessionFound).isTrue();
        assertThat(sql("SELECT body_json FROM oauth_sessions")).startsWith("eyJ");
        assertThat(sql("SELECT body_json FROM oauth_pending_logins")).startsWith("eyJ");
    }

    /** PostgreSQL deletes files of its own while they are searched. */
    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException deleted) {
            return new byte[0];
        }
    }

    /** The lease of the host that encrypts ends meanwhile, as if it were paused. */
    @Test
    void encryptingAgainKeepsThePermitOfARefresh() throws Exception {
        store.save(SESSION);
        SessionLock refresh = store.lock(ALICE, Duration.ZERO);
        assertThat(refresh.permit(SESSION)).isTrue();
        JdbcSessions paused = new JdbcSessions(
                JdbcSchema.of(schema),
                StoredTexts.of(TestKeys.source("two", "one"), "the database"),
                new UnconfirmedChanges("the database", System::nanoTime));
        try (Connection connection = dataSource.getConnection()) {
            assertThat(paused.reseal(connection, "the database", ALICE)).isTrue();
            // Another host can encrypt the session while this one waits for its lease.
            assertThat(paused.reseal(connection, "the database", ALICE)).isFalse();
        }
        assertThat(Sealer.keyId(Content.SESSION, sql("SELECT body_json FROM oauth_sessions")))
                .isEqualTo("two");
        OAuthTokenStore other = open(TestKeys.source("two", "one"));
        assertThatThrownBy(() -> other.lock(ALICE, SHORT)).isInstanceOf(StoreException.class);
        OAuthSession refreshed = SESSION.toBuilder().refreshJwt("new").build();
        assertThat(other.replace(ALICE, SESSION, refreshed)).isTrue();
    }

    /** Otherwise no message would explain why the server ends the session. */
    @Test
    void encryptingAgainKeepsTheUnknownOutcomeOfARefresh() throws Exception {
        store.save(SESSION);
        SessionLock lost = store.lock(ALICE, Duration.ZERO);
        assertThat(lost.permit(SESSION)).isTrue();
        lost.close();
        PostgreSql.ageLeases(schema, JdbcLease.PERMIT.plusSeconds(1));
        OAuthTokenStore rotated = open(TestKeys.source("two", "one"));
        assertThat(rotated.reseal(ALICE, LONG)).isTrue();
        SessionLock next = rotated.lock(ALICE, Duration.ZERO);
        assertThat(next.permit(SESSION)).isTrue();
        assertThat(next.followsUnknownOutcome()).isTrue();
    }

    @Test
    void resealUsesTheFirstKeyAndIsRepeatable() throws Exception {
        store.save(SESSION);
        OAuthTokenStore rotated = open(TestKeys.source("two", "one"));
        assertThat(rotated.load(ALICE)).contains(SESSION);
        assertThat(rotated.reseal(ALICE, LONG)).isTrue();
        assertThat(rotated.reseal(ALICE, LONG)).isFalse();
        assertThat(open(TestKeys.source("two")).load(ALICE)).contains(SESSION);
        StoreException missing = catchThrowableOfType(StoreException.class, () -> store.load(ALICE));
        assertThat(missing.missingKeyId()).contains("two");
        assertThatThrownBy(() -> store.replace(ALICE, null, TestSessions.minimal(ALICE)))
                .isInstanceOf(StoreException.class);
        assertThat(store.listDids()).isEmpty();
    }

    /** A repeated rotation of many sessions would otherwise delay their refreshes. */
    @Test
    void resealOfACurrentSessionTakesNoLease() {
        store.save(SESSION);
        SessionLock refresh = store.lock(ALICE, LONG);
        assertThat(open().reseal(ALICE, Duration.ZERO)).isFalse();
        refresh.close();
    }

    @Test
    void reportCountsEverySessionAndKeepsFewProblems() throws Exception {
        store.save(TestSessions.full(BOB));
        PostgreSql.execute("INSERT INTO " + schema + ".oauth_sessions SELECT (jsonb_populate_record(s,"
                + " jsonb_build_object('did', 'did:plc:n' || n))).* FROM " + schema
                + ".oauth_sessions s, generate_series(1, 2500) n");
        List<OAuthSession> readable = new ArrayList<>();
        StoreReport report = ((JdbcOAuthTokenStore) store).check(readable::add);
        assertThat(readable).containsExactly(TestSessions.full(BOB));
        assertThat(report.encryption()).isEqualTo(Map.of("one", 2501));
        assertThat(report.problems()).hasSize(RowCheck.MAX_PROBLEMS + 1);
        assertThat(report.problems().get(RowCheck.MAX_PROBLEMS).message()).isEqualTo("Cannot read 1500 other sessions");
        assertThat(report.problems().get(0).path()).isNull();
    }

    /** A new version of the row would take away the permit, and with it the new tokens. */
    @Test
    void resealWaitsForARefresh() {
        store.save(SESSION);
        OAuthTokenStore rotated = open(TestKeys.source("two", "one"));
        SessionLock refresh = store.lock(ALICE, LONG);
        assertThat(refresh.permit(SESSION)).isTrue();
        assertThatThrownBy(() -> rotated.reseal(ALICE, SHORT)).isInstanceOf(StoreException.class);
        OAuthSession renewed =
                SESSION.toBuilder().refreshJwt("s3cret-jdbc-refresh-token-3").build();
        assertThat(store.replace(ALICE, SESSION, renewed)).isTrue();
        refresh.close();
        assertThat(rotated.reseal(ALICE, LONG)).isTrue();
        assertThat(rotated.load(ALICE)).contains(renewed);
    }

    @Test
    void copiedRowIsRefused() throws Exception {
        store.save(SESSION);
        store.save(TestSessions.full(BOB));
        PostgreSql.execute("UPDATE " + schema + ".oauth_sessions SET body_json = (SELECT body_json FROM " + schema
                + ".oauth_sessions WHERE did = '" + BOB + "') WHERE did = '" + ALICE + "'");
        assertThatThrownBy(() -> store.load(ALICE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("it belongs to did:plc:bob instead of did:plc:alice");
        assertThat(store.listDids()).containsExactly(BOB);
    }

    @Test
    void plainRowIsReadAndEncryptedWhenItIsSaved() throws Exception {
        // Without the secrets that another test searches for in the whole database.
        OAuthSession plain = TestSessions.full(ALICE);
        open(null).save(plain);
        assertThat(sql("SELECT body_json FROM oauth_sessions")).startsWith("{");
        assertThat(store.load(ALICE)).contains(plain);
        assertThat(store.replace(ALICE, plain, plain)).isTrue();
        assertThat(sql("SELECT body_json FROM oauth_sessions")).startsWith("eyJ");
    }
}
