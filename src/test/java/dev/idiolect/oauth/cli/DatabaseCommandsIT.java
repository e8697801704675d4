package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.seal.internal.Content;
import dev.idiolect.oauth.seal.internal.Sealer;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Commands on a database that several hosts use. */
class DatabaseCommandsIT extends DatabaseFixture {

    private static final String BOB = "did:plc:bob";

    private JsonObject json() {
        try (JsonReader reader = Json.createReader(new StringReader(cli.out()))) {
            return reader.readObject();
        }
    }

    private String keys(String... names) throws Exception {
        Path file = Files.writeString(home.resolve("keys.json"), TestKeys.jwks(names));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    @Test
    void statusCountsSessionsByKey() throws Exception {
        save(null, TestSessions.full(DID));
        save(TestKeys.source("one"), TestSessions.full(BOB), TestSessions.minimal("did:plc:carol"));
        try (JdbcOAuthTokenStore store = application(null)) {
            store.pendingLogins()
                    .orElseThrow()
                    .save("state", "body", Instant.now().plusSeconds(600));
        }
        assertThat(run("status", "--encryption-keys", keys("one"))).isZero();
        assertThat(cli.out()).isEqualToNormalizingNewlines("""
                Store     jdbc, jdbc:postgresql://localhost:%d/postgres, schema %s
                Sessions  3
                Encrypted 2 of 3: 2 with one
                Clients   2 with the client key key-1
                Logins    1 pending
                Problems  none
                """.formatted(PostgreSql.port(), schema));
        assertThat(run("status", "--encryption-keys", keys("one"), "--json")).isZero();
        assertThat(json().getString("store")).isEqualTo("jdbc");
        assertThat(json().getString("database"))
                .isEqualTo("jdbc:postgresql://localhost:" + PostgreSql.port() + "/postgres");
        assertThat(json().getString("schema")).isEqualTo(schema);
        assertThat(json().getInt("plainSessions")).isEqualTo(1);
        assertThat(json().getJsonObject("encryptionKeys").getInt("one")).isEqualTo(2);
        assertThat(json().getJsonObject("clientKeys").getInt("key-1")).isEqualTo(2);
    }

    @Test
    void sessionsAreListedWithoutTheirKeys() {
        save(TestKeys.source("one"), TestSessions.full(DID), TestSessions.full(BOB));
        assertThat(run("sessions")).as(cli.err()).isZero();
        assertThat(cli.out()).contains(DID, BOB).hasLineCount(3);
    }

    @Test
    void statusReportsUnreadableSessions() throws Exception {
        save(TestKeys.source("old"), TestSessions.full(DID));
        save(null, TestSessions.full(BOB));
        PostgreSql.execute("UPDATE " + schema + ".oauth_sessions SET body_json = '{' WHERE did = '" + BOB + "'");
        assertThat(run("status")).isEqualTo(ExitCode.STORE);
        assertThat(cli.out())
                .contains("Sessions  0, and 2 that cannot be read", "Encrypted 1 of 2: 1 with old", "Problems  2")
                .contains("it is encrypted with the key old: give the store its encryption keys")
                .contains("Give the store its encryption keys, on the command line with --encryption-keys")
                .contains("row " + BOB + " of table oauth_sessions")
                .contains("Sign in with its account again, which replaces it");
        assertThat(run("list")).isEqualTo(ExitCode.STORE);
        assertThat(cli.err()).contains(BOB, "old");
    }

    @Test
    void listShowsTheSessions() {
        save(null, TestSessions.full(DID), TestSessions.full(BOB));
        assertThat(run("list")).isZero();
        assertThat(cli.out().lines()).hasSize(3);
        assertThat(cli.out()).contains(DID, BOB, "alice.example.com", "58 min 30 s");
        assertThat(run("list", "--json")).isZero();
        assertThat(cli.out()).contains("\"did\": \"" + DID + "\"").doesNotContain("refreshJwt", "access\"");
    }

    @Test
    void logoutRevokesAndDeletes() {
        try (FakePds pds = FakePds.start()) {
            save(null, pds.session(DID), TestSessions.full(BOB));
            assertThat(run("logout", "--did", DID, "--json")).as(cli.err()).isZero();
            assertThat(cli.out()).isEqualToIgnoringWhitespace("{\"did\":\"" + DID + "\",\"revoked\":true}");
            assertThat(pds.requests(FakePds.REVOKE)).isPositive();
            assertThat(run("list")).isZero();
            assertThat(cli.out()).contains(BOB).doesNotContain(DID);
        }
    }

    private void swapHandles() throws Exception {
        save(
                TestKeys.source("one"),
                TestSessions.full(DID).toBuilder().handle("alice.example.com").build(),
                TestSessions.full(BOB).toBuilder().handle("bob.example.com").build());
        PostgreSql.execute("UPDATE " + schema + ".oauth_sessions SET handle =" + " CASE did WHEN '" + BOB
                + "' THEN 'alice.example.com' ELSE 'bob.example.com' END");
    }

    @Test
    void handleThatDiffersFromTheSessionIsRefused() throws Exception {
        swapHandles();
        for (String command : new String[] {"logout", "logout --force", "refresh"}) {
            assertThat(run(command, "--handle", "alice.example.com", "--encryption-keys", keys("one")))
                    .as(command)
                    .isEqualTo(ExitCode.STORE);
            assertThat(cli.err())
                    .contains("The store lists the session of " + BOB + " with the handle alice.example.com, but the"
                            + " session has the handle bob.example.com");
        }
        assertThat(sql("SELECT count(*) FROM oauth_sessions")).isEqualTo("2");
    }

    @Test
    void unreadableSessionIsDeletedOnlyByItsDid() throws Exception {
        swapHandles();
        String[] lost = {"--force", "--handle", "alice.example.com", "--encryption-keys", keys("two")};
        assertThat(run("logout", lost)).isEqualTo(ExitCode.STORE);
        assertThat(cli.err()).contains("Its handle cannot be verified. To delete the session, use --did " + BOB);
        assertThat(sql("SELECT count(*) FROM oauth_sessions")).isEqualTo("2");
        assertThat(run("logout", "--force", "--did", BOB, "--encryption-keys", keys("two")))
                .isZero();
        assertThat(sql("SELECT did FROM oauth_sessions")).isEqualTo(DID);
    }

    @Test
    void rotationNamesSessionsThatWereNotEncrypted() throws Exception {
        save(TestKeys.source("one"), TestSessions.full(DID));
        save(null, TestSessions.full(BOB));
        assertThat(run("keys rotate", "--encryption-keys", keys("two", "one"), "--json"))
                .as(cli.err())
                .isZero();
        assertThat(cli.err())
                .contains("Not encrypted before: " + BOB + "\n", "not encrypted before: 1. If they should have been");
        assertThat(json().getJsonArray("plainBefore")).hasToString("[\"" + BOB + "\"]");
        assertThat(run("keys rotate", "--encryption-keys", keys("three", "two"), "--json"))
                .isZero();
        assertThat(cli.err()).doesNotContain("Not encrypted before");
        assertThat(json().getJsonArray("plainBefore")).isEmpty();
    }

    /** The host has a permit, so its refresh must not save the session again. */
    @Test
    void logoutTakesPrecedenceOverARefresh() {
        try (FakePds pds = FakePds.start();
                JdbcOAuthTokenStore host = application(null)) {
            OAuthSession session = pds.session(DID);
            host.save(session);
            SessionLock refresh = host.lock(DID, Duration.ZERO);
            assertThat(refresh.permit(session)).isTrue();
            assertThat(run("logout", "--did", DID)).as(cli.err()).isZero();
            assertThat(host.replace(DID, session, TestSessions.full(DID))).isFalse();
            refresh.close();
            assertThat(host.load(DID)).isEmpty();
        }
    }

    @Test
    void refreshWaitsForTheLeaseOfAHost() {
        try (FakePds pds = FakePds.start();
                JdbcOAuthTokenStore host = application(null)) {
            OAuthSession session = pds.session(DID);
            host.save(session);
            SessionLock held = host.lock(DID, Duration.ZERO);
            CompletableFuture<Integer> refresh = OwnThread.supply(() -> run("refresh", "--did", DID));
            // The statement after an attempt to get the lease.
            String waiting = "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE"
                    + " 'SELECT extract(epoch%FROM \"" + schema + "\".oauth_refreshes%'";
            await().until(() -> refresh.isDone() || !sql(waiting).isEmpty());
            assertThat(pds.refreshes()).isZero();
            held.close();
            assertThat(refresh.join()).as(cli.err()).isZero();
            assertThat(pds.refreshes()).isEqualTo(1);
            assertThat(host.load(DID).orElseThrow().refreshJwt()).isNotEqualTo(session.refreshJwt());
        }
    }

    @Test
    void rotationUsesTheFirstKeyAndAddsNone() throws Exception {
        save(null, TestSessions.full(DID));
        save(TestKeys.source("old"), TestSessions.full(BOB));
        String file = keys("new", "old");
        String before = Files.readString(Path.of(file));
        assertThat(run("keys rotate", "--encryption-keys", file)).isZero();
        assertThat(cli.err()).isEqualToNormalizingNewlines("""
                Not encrypted before: %s
                Encrypted 2 sessions with the key new.
                Sessions that were not encrypted before: 1. If they should have been, an attacker may have written \
                them: sign in with these accounts again.
                """.formatted(DID));
        assertThat(run("keys rotate", "--encryption-keys", file, "--json")).isZero();
        assertThat(json().getInt("encrypted")).isZero();
        assertThat(json().getBoolean("added")).isFalse();
        assertThat(Path.of(file)).hasContent(before);
        assertThat(home.toFile().list()).containsExactly("keys.json");
        assertThat(stored(TestKeys.source("new"), DID)).isEqualTo(TestSessions.full(DID));
        assertThat(stored(TestKeys.source("new"), BOB)).isEqualTo(TestSessions.full(BOB));
        // The keys can also be in the environment, as they are for an application.
        cli.set("IDIOLECT_OAUTH_ENCRYPTION_KEYS", TestKeys.jwks("newest", "new"));
        assertThat(run("keys rotate")).isZero();
        assertThat(cli.err()).contains("Encrypted 2 sessions with the key newest.");
    }

    @Test
    void rotationAddsAKeyOnRequest() throws Exception {
        save(TestKeys.source("old"), TestSessions.full(DID));
        assertThat(run("keys rotate", "--encryption-keys", keys("old"), "--new-key"))
                .isZero();
        assertThat(cli.err()).contains("Added the key 2026-11-23-", "Encrypted 1 session with the key");
        assertThat(sql("SELECT body_json FROM oauth_sessions")).startsWith("eyJ");
        assertThat(run("status", "--encryption-keys", home.resolve("keys.json").toString()))
                .isZero();
        assertThat(cli.out()).contains("Encrypted 1 of 1: 1 with 2026-11-23-");
    }

    @Test
    void rotationKeepsASessionWhoseKeyIsMissing() throws Exception {
        save(TestKeys.source("lost"), TestSessions.full(DID));
        save(TestKeys.source("old"), TestSessions.full(BOB));
        String before = sql("SELECT body_json FROM oauth_sessions WHERE did = '" + DID + "'");
        assertThat(run("keys rotate", "--encryption-keys", keys("new", "old"))).isEqualTo(ExitCode.STORE);
        assertThat(cli.err())
                .contains(
                        "it is encrypted with the key lost",
                        "Add the key lost to the encryption keys; the session is intact")
                .contains("Encrypted 1 session with the key new. Fix the errors above, then run the command again.");
        assertThat(sql("SELECT body_json FROM oauth_sessions WHERE did = '" + DID + "'"))
                .isEqualTo(before);
    }

    /** A host that is refreshing a session keeps its permit, and saves its tokens. */
    @Test
    void rotationEncryptsBusySessionsLast() throws Exception {
        save(TestKeys.source("old"), TestSessions.full(DID), TestSessions.full("did:plc:zoe"));
        // A host that has not read the new keys encrypts with the old one.
        try (JdbcOAuthTokenStore host = application(TestKeys.source("old", "new"))) {
            SessionLock refresh = host.lock(DID, Duration.ZERO);
            assertThat(refresh.permit(TestSessions.full(DID))).isTrue();
            String file = keys("new", "old");
            CompletableFuture<Integer> rotation = OwnThread.supply(() -> run("keys rotate", "--encryption-keys", file));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> keyId("did:plc:zoe").equals("new"));
            assertThat(keyId(DID)).isEqualTo("old");
            OAuthSession renewed =
                    TestSessions.full(DID).toBuilder().refreshJwt("renewed").build();
            assertThat(host.replace(DID, TestSessions.full(DID), renewed)).isTrue();
            refresh.close();
            assertThat(rotation.join()).as(cli.err()).isZero();
            assertThat(keyId(DID)).isEqualTo("new");
            assertThat(host.load(DID)).contains(renewed);
        }
    }

    private String keyId(String did) throws SQLException {
        return Sealer.keyId(Content.SESSION, sql("SELECT body_json FROM oauth_sessions WHERE did = '" + did + "'"));
    }

    @Test
    void newClientKeyNamesTheKeysInUse() {
        save(
                null,
                TestSessions.full(DID),
                TestSessions.full(BOB).toBuilder().clientKeyId("key-2").build(),
                TestSessions.full("did:plc:ended").toBuilder()
                        .clientKeyId("key-0")
                        .refreshExpiresAt(InProcess.NOW.minusSeconds(1))
                        .build());
        assertThat(run("keys new --client")).isZero();
        assertThat(cli.out()).contains("\"kty\":\"EC\"");
        assertThat(cli.err())
                .contains("need client keys: 1 with key-1, 1 with key-2. Keep these keys, after the new one.")
                .doesNotContain("key-0");
        assertThat(run("keys new")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void plainSessionIsRefusedIfEncryptionIsRequired() throws Exception {
        save(null, TestSessions.full(DID));
        String file = keys("one");
        assertThat(run("status", "--encryption-keys", file, "--require-encryption"))
                .isEqualTo(ExitCode.STORE);
        assertThat(cli.out()).contains("it is not encrypted, but encryption is required");
        cli.set("IDIOLECT_OAUTH_ENCRYPTION_REQUIRED", "true");
        assertThat(run("keys rotate", "--encryption-keys", file)).isEqualTo(ExitCode.STORE);
        assertThat(sql("SELECT body_json FROM oauth_sessions")).startsWith("{");
        assertThat(run("list")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("IDIOLECT_OAUTH_ENCRYPTION_REQUIRED needs --encryption-keys");
    }
}
