package dev.idiolect.oauth.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.Content;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.internal.persistent.StoredSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of stores with unreadable sessions, and the parts of a session that a page reads. */
class SessionPagesTest {

    private static final OAuthSession SESSION = TestSessions.full("did:plc:b").toBuilder()
            .accessJwt("s3cret-access")
            .refreshJwt("s3cret-refresh")
            .dpopPrivateKeyJwk("{\"d\":\"s3cret-key\"}")
            .build();

    @TempDir
    Path root;

    private Path file() {
        return root.resolve("sessions.db");
    }

    private SqliteOAuthTokenStore open(@Nullable KeySource keys) {
        return SqliteOAuthTokenStore.open(file(), keys);
    }

    private void row(String did, String body) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO sessions (did, body_json) VALUES (?, ?) ON CONFLICT DO UPDATE SET body_json ="
                                + " ?2")) {
            statement.setString(1, did);
            statement.setString(2, body);
            statement.executeUpdate();
        }
    }

    private static List<String> dids(List<SessionSummary> page) {
        return page.stream().map(SessionSummary::did).toList();
    }

    @Test
    void nameOfARowForgesNoLineOfTheLog() throws Exception {
        try (SqliteOAuthTokenStore store = open(null);
                LogCapture log = new LogCapture(SqliteOAuthTokenStore.class)) {
            row("did:plc:a\nforged \u001b[2J", SESSION.toJson());
            assertThat(store.listDids()).isEmpty();
            assertThat(log.messages())
                    .hasSize(1)
                    .allSatisfy(message -> assertThat(message)
                            .contains("row did:plc:a?forged ?[2J of", "instead of that of did:plc:a?forged ?[2J")
                            .doesNotContain("\nforged", "\u001b"));
        }
    }

    @Test
    void unreadableRowsDoNotEndAPage() throws Exception {
        try (SqliteOAuthTokenStore store = open(null)) {
            store.save(SESSION);
            store.save(TestSessions.minimal("did:plc:z"));
            row("did:plc:a", "{");
            row("did:plc:a1", "");
            row("did:plc:a2", "[]");
            row("did:plc:a3", "{\"did\":\"did:plc:a3\"}");
            row("did:plc:a4", SESSION.toJson());
            row("did:plc:a5", "eyJ.damaged");
            row("not a DID", SESSION.toJson());
            assertThat(dids(store.sessions(null, 1))).containsExactly("did:plc:b");
            assertThat(dids(store.sessions(null, 10))).containsExactly("did:plc:b", "did:plc:z");
            assertThat(store.sessions("did:plc:z", 10)).isEmpty();
        }
    }

    @Test
    void rowsWithoutADidDoNotEndAPage() throws Exception {
        try (SqliteOAuthTokenStore store = open(TestKeys.source("one"))) {
            store.save(SESSION);
            for (String key : List.of("a", "did:plc:", "did:plc:c c", "zzz")) {
                row(
                        key,
                        TestKeys.sealer(TestKeys.source("one"))
                                .seal(Content.SESSION, key, SESSION.toJson(), StoredSummary.write(SESSION)));
            }
            for (int limit : new int[] {1, 10}) {
                assertThat(dids(store.sessions(null, limit))).containsExactly("did:plc:b");
                assertThat(store.sessions("did:plc:b", limit)).isEmpty();
            }
        }
    }

    @Test
    void invalidDidsOfACustomStoreAreOmitted() {
        OAuthTokenStore sessions = new InMemoryOAuthTokenStore();
        sessions.save(SESSION);
        OAuthTokenStore store = new DelegatingTokenStore(sessions) {
            @Override
            public List<String> listDids() {
                return List.of("a", "did:plc:b", "did:plc:c c");
            }
        };
        assertThat(dids(store.sessions(null, 1))).containsExactly("did:plc:b");
        assertThat(store.sessions("did:plc:b", 1)).isEmpty();
    }

    @Test
    void pageOfAnSqliteStoreContainsNoSecret() throws Exception {
        for (KeySource keys : new KeySource[] {null, TestKeys.source("one")}) {
            try (SqliteOAuthTokenStore store = open(keys)) {
                store.save(SESSION);
                try (Connection connection = TestSqliteStores.connect(file())) {
                    assertThat(SqlitePages.rows(connection, "", 10))
                            .singleElement()
                            .satisfies(row -> assertThat(row.text())
                                    .isNotEmpty()
                                    .hasSizeLessThan(900)
                                    .doesNotContain("s3cret"));
                }
            }
        }
    }

    @Test
    void encryptedSessionsAreListedWithoutTheirKey() {
        try (SqliteOAuthTokenStore store = open(TestKeys.source("one"))) {
            store.save(SESSION);
        }
        try (SqliteOAuthTokenStore store = open(TestKeys.source("two"))) {
            assertThat(store.listDids()).isEmpty();
            assertThat(store.sessions(null, 10))
                    .usingRecursiveComparison()
                    .isEqualTo(List.of(SessionSummary.of(SESSION)));
        }
    }

    @Test
    void encryptedSessionWithoutASummaryIsDecrypted() throws Exception {
        try (SqliteOAuthTokenStore store = open(TestKeys.source("one"))) {
            row(
                    SESSION.did(),
                    TestKeys.sealer(TestKeys.source("one")).seal(Content.SESSION, SESSION.did(), SESSION.toJson()));
            row(
                    "did:plc:c",
                    TestKeys.sealer(TestKeys.source("two")).seal(Content.SESSION, "did:plc:c", SESSION.toJson()));
            assertThat(store.sessions(null, 10))
                    .usingRecursiveComparison()
                    .isEqualTo(List.of(SessionSummary.of(SESSION)));
        }
    }

    @Test
    void longPartsAreNotInTheHeader() {
        OAuthSession odd =
                SESSION.toBuilder().pdsUrl("https://" + "x".repeat(30_000)).build();
        try (SqliteOAuthTokenStore store = open(TestKeys.source("one"))) {
            store.save(odd);
            assertThat(store.load(odd.did())).contains(odd);
            assertThat(dids(store.sessions(null, 10))).containsExactly(odd.did());
        }
    }

    @Test
    void unreadableFilesDoNotEndAPage() throws Exception {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(root)) {
            store.save(SESSION);
            Files.writeString(root.resolve("did_plc_a.json"), "{");
            Files.writeString(root.resolve("did_plc_%zz.json"), "{}");
            Files.writeString(root.resolve("%.json"), "{}");
            Files.copy(root.resolve("did_plc_b.json"), root.resolve("did_plc_copy.json"));
            assertThat(dids(store.sessions(null, 1))).containsExactly("did:plc:b");
            assertThat(dids(store.sessions(null, 10))).containsExactly("did:plc:b");
            assertThat(store.sessions("did:plc:b", 10)).isEmpty();
        }
    }
}
