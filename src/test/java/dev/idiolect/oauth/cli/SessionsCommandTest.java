package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command {@code sessions} lists when sessions end. */
class SessionsCommandTest extends InProcessFixture {

    private static OAuthSession ending(String did, Duration in) {
        return TestSessions.full(did).toBuilder()
                .refreshExpiresAt(InProcess.NOW.plus(in))
                .build();
    }

    private static OAuthSession unknownEnd(String did) {
        return TestSessions.minimal(did);
    }

    private JsonArray json(String... arguments) {
        assertThat(cli.run(arguments)).as(cli.err()).isZero();
        try (JsonReader reader = Json.createReader(new StringReader(cli.out()))) {
            return reader.readArray();
        }
    }

    @Test
    void tableShowsWhenSessionsEnd() {
        cli.save(
                sessions(),
                ending("did:plc:aaa", Duration.ofDays(2)),
                ending("did:plc:bbb", Duration.ZERO),
                unknownEnd("did:plc:ccc"));
        assertThat(cli.run("oauth", "sessions")).isZero();
        assertThat(cli.out()).isEqualToNormalizingNewlines("""
            DID          HANDLE             PDS                      KIND   SESSION
            did:plc:aaa  alice.example.com  https://pds.example.com  oauth  2 d
            did:plc:bbb  alice.example.com  https://pds.example.com  oauth  ended
            did:plc:ccc  -                  https://pds.example.com  oauth  about 13 d 23 h
            """);
        assertThat(cli.run("oauth", "sessions", "--lifetime", "60s")).isZero();
        assertThat(cli.out()).containsPattern("(?m)^did:plc:ccc .* probably ended$");
    }

    @Test
    void expiringSessionsIncludeEstimatedAndEndedOnes() {
        cli.save(
                sessions(),
                ending("did:plc:aaa", Duration.ofDays(2)),
                ending("did:plc:bbb", Duration.ZERO),
                ending("did:plc:ccc", Duration.ofDays(3).plusSeconds(1)),
                ending("did:plc:ddd", Duration.ofDays(3)),
                unknownEnd("did:plc:eee"));
        JsonArray found = json("oauth", "sessions", "--expiring", "3d", "--json", "--lifetime", "72h");
        assertThat(found.getValuesAs(JsonObject.class))
                .extracting(session -> session.getString("did"))
                .containsExactly("did:plc:aaa", "did:plc:bbb", "did:plc:ddd", "did:plc:eee");
        JsonObject estimated = found.getJsonObject(3);
        assertThat(estimated.keySet())
                .containsExactly("did", "pdsUrl", "kind", "issuedAt", "endsAt", "estimated", "ended");
        assertThat(estimated.getBoolean("estimated")).isTrue();
        assertThat(estimated.getString("endsAt"))
                .isEqualTo(TestSessions.ISSUED.plus(Duration.ofDays(3)).toString());
        assertThat(found.getJsonObject(1).getBoolean("ended")).isTrue();
        assertThat(json("oauth", "sessions", "--expiring", "3d", "--json")).hasSize(3);
        assertThat(json("oauth", "sessions", "--expiring", "1d", "--json")).hasSize(1);
    }

    @Test
    void sessionsWithoutTheirKeyAreListed() {
        Path database = home.resolve("sessions.db");
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(database, () -> NewKeys.set("key-1"))) {
            store.save(ending("did:plc:aaa", Duration.ofDays(2)));
        }
        assertThat(cli.run("oauth", "list", "--store", "sqlite", "--path", database.toString()))
                .isEqualTo(ExitCode.STORE);
        assertThat(cli.run("oauth", "sessions", "--store", "sqlite", "--path", database.toString()))
                .isZero();
        assertThat(cli.out()).contains("did:plc:aaa");
    }

    @Test
    void everyPageIsListed() {
        int count = 1001;
        Path database = home.resolve("sessions.db");
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(database)) {
            for (int i = 0; i < count; i++) {
                store.save(ending("did:plc:a" + i, Duration.ofDays(2)));
            }
        }
        String[] options = {"--store", "sqlite", "--path", database.toString()};
        assertThat(cli.run(options, "oauth", "sessions", "--expiring", "2d")).isZero();
        assertThat(cli.out()).hasLineCount(count + 1);
        cli.run(options, "oauth", "sessions", "--expiring", "1d");
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).isEqualTo("No session in " + database + " ends within this time.\n");
    }

    @Test
    void invalidTimeIsAUsageError() {
        for (String time : List.of("3", "0d", "-1d", "3w", "P3D", "12345d", "1 d")) {
            assertThat(cli.run("oauth", "sessions", "--expiring=" + time))
                    .as(time)
                    .isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).contains("Use a time such as 90s, 5m, 12h or 3d");
        }
    }
}
