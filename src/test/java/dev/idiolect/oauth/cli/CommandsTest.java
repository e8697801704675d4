package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** Runs the commands in this process. */
class CommandsTest extends InProcessFixture {

    private static final Instant NOW = InProcess.NOW;

    @Test
    void tableIsAlignedAndShowsLifetimes() {
        cli.save(
                sessions(),
                TestSessions.full("did:plc:aaa"),
                TestSessions.minimal("did:plc:longer").toBuilder()
                        .tokenType("Bearer")
                        .scope(null)
                        .build());
        assertThat(cli.run("oauth", "list")).isZero();
        assertThat(cli.out()).isEqualToNormalizingNewlines("""
            DID             HANDLE             PDS                      KIND          ACCESS TOKEN  SESSION
            did:plc:aaa     alice.example.com  https://pds.example.com  oauth         58 min 30 s   13 d 23 h
            did:plc:longer  -                  https://pds.example.com  app-password  58 min 30 s   unknown
            """);
        cli.setClock(Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC));
        cli.run("oauth", "list");
        assertThat(cli.out()).containsPattern("expired +ended").containsPattern("expired +unknown");
    }

    @Test
    void jsonHasNoSecretsAndNoControlCharacters() {
        cli.save(
                sessions(),
                TestSessions.full("did:plc:aaa").toBuilder()
                        .handle("evil\u001b[2J\u009b\u202e\u200b.com")
                        .build());
        assertThat(cli.run("oauth", "list", "--json")).isZero();
        try (JsonReader reader = Json.createReader(new StringReader(cli.out()))) {
            JsonObject session = reader.readArray().getJsonObject(0);
            assertThat(session.getString("handle")).isEqualTo("evil\u001b[2J\u009b\u202e\u200b.com");
            assertThat(session.keySet())
                    .containsExactly(
                            "did",
                            "pdsUrl",
                            "kind",
                            "handle",
                            "scope",
                            "issuer",
                            "clientId",
                            "issuedAt",
                            "expiresAt",
                            "refreshExpiresAt",
                            "expired",
                            "ended");
        }
        assertThat(cli.out()).matches("[\\x20-\\x7e\\r\\n]*");
        cli.run("oauth", "list");
        assertThat(cli.out())
                .contains("evil\\u001b[2J\\u009b\\u202e\\u200b.com")
                .matches("[\\x20-\\x7e\\r\\n]*");
    }

    @Test
    void readOnlyCommandsCreateNothing() {
        assertThat(cli.run("oauth", "list")).isZero();
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).contains("No sessions in " + sessions());
        assertThat(cli.run("oauth", "list", "--json")).isZero();
        assertThat(cli.out()).isEqualToIgnoringWhitespace("[]");
        assertThat(cli.run("oauth", "sessions")).isZero();
        assertThat(cli.run("oauth", "status")).isZero();
        assertThat(cli.run("oauth", "refresh", "--did", "did:plc:aaa")).isEqualTo(ExitCode.NO_SESSION);
        assertThat(cli.run("oauth", "logout", "--handle", "alice.test")).isEqualTo(ExitCode.NO_SESSION);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void environmentAndPathOptionSelectTheStore() {
        cli.set(StoreOptions.VARIABLE, home.resolve("elsewhere").toString());
        cli.run("oauth", "status");
        assertThat(cli.out()).contains(home.resolve("elsewhere") + " (does not exist)");
        cli.run("oauth", "status", "--path", home.resolve("there").toString());
        assertThat(cli.out()).contains(home.resolve("there") + " (does not exist)");
    }

    @Test
    void statusShowsProblemsAndRemedies() throws Exception {
        cli.save(
                sessions(),
                TestSessions.full("did:plc:aaa").toBuilder()
                        .refreshExpiresAt(NOW.minusSeconds(1))
                        .build());
        Files.writeString(sessions().resolve("x.json"), "nothing");
        assertThat(cli.run("oauth", "status")).isEqualTo(ExitCode.STORE);
        assertThat(cli.out())
                .contains(
                        "Sessions  1",
                        "Cannot read " + sessions().resolve("x.json"),
                        "Run: chmod go= " + sessions().resolve("x.json"))
                .contains("The session of alice.example.com ended at")
                .containsPattern("(?m)^  Run: idiolect oauth login --handle \\S*[a-z]$");
        assertThat(cli.run("oauth", "status", "--json")).isEqualTo(ExitCode.STORE);
        try (JsonReader reader = Json.createReader(new StringReader(cli.out()))) {
            assertThat(reader.readObject().getJsonArray("problems")).hasSize(3);
        }
    }

    @Test
    void jsonStatusHasEverythingOfAHealthCheck() throws Exception {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(sessions(), () -> NewKeys.set("key-1"))) {
            store.save(TestSessions.full("did:plc:aaa"));
        }
        cli.save(
                sessions(),
                TestSessions.full("did:plc:bbb"),
                TestSessions.full("did:plc:ccc").toBuilder().expiresAt(NOW).build(),
                TestSessions.full("did:plc:ddd").toBuilder()
                        .refreshExpiresAt(NOW)
                        .build(),
                TestSessions.minimal("did:plc:eee").toBuilder()
                        .tokenType("Bearer")
                        .scope(null)
                        .build());
        cli.set("IDIOLECT_OAUTH_ENCRYPTION_KEYS", NewKeys.set("key-2"));
        assertThat(cli.run("oauth", "status", "--json")).isEqualTo(ExitCode.STORE);
        JsonObject status = object(cli.out());
        assertThat(status.getBoolean("exists")).isTrue();
        assertThat(status.getBoolean("responds")).isTrue();
        assertThat(status.getBoolean("ready")).isFalse();
        assertThat(status.getJsonArray("missingEncryptionKeys").getString(0)).isEqualTo("key-1");
        assertThat(status.getInt("sessions")).isEqualTo(4);
        assertThat(status.getInt("appPasswords")).isEqualTo(1);
        assertThat(status.getJsonObject("states"))
                .hasToString("{\"active\":2,\"expired\":1,\"ended\":1,\"unreadable\":1}");
    }

    @Test
    void jsonStatusOfAStoreWithoutResponseIsNotReady() throws Exception {
        Path file = Files.writeString(home.resolve("notes.txt"), "Not a database, but long enough to be one.");
        String[] status = {"oauth", "status", "--json", "--store", "sqlite", "--path", file.toString()};
        assertThat(cli.run(status)).isEqualTo(ExitCode.STORE);
        assertThat(object(cli.out()))
                .containsEntry("exists", JsonValue.TRUE)
                .containsEntry("responds", JsonValue.FALSE)
                .containsEntry("ready", JsonValue.FALSE)
                .containsEntry("states", JsonValue.NULL)
                .containsEntry("missingEncryptionKeys", JsonValue.NULL);
        Files.delete(file);
        assertThat(cli.run(status)).isZero();
        assertThat(object(cli.out()))
                .containsEntry("exists", JsonValue.FALSE)
                .containsEntry("responds", JsonValue.TRUE)
                .containsEntry("ready", JsonValue.TRUE);
    }

    private static JsonObject object(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    /** Another user who can write to the directory chooses file names. */
    @Test
    void fileNameForgesNoLineOfTheStatus() throws Exception {
        cli.save(sessions(), TestSessions.full("did:plc:aaa"));
        String forged = "x\n\nProblems  none\r\n\u2028Run: forged";
        Files.writeString(sessions().resolve(forged + ".json"), "{");
        Files.writeString(
                Files.createDirectories(sessions().resolve(".pending")).resolve(forged), "");
        Files.setLastModifiedTime(
                Files.createFile(sessions().resolve(".tmp").resolve(forged)), FileTime.from(Instant.EPOCH));
        assertThat(cli.run("oauth", "status")).isEqualTo(ExitCode.STORE);
        assertThat(cli.out()).containsPattern("(?m)^Problems  [3-9]$").doesNotContain("\u2028");
        assertThat(cli.out().lines())
                .noneMatch(line -> line.startsWith("Problems  none") || line.startsWith("Run: forged"));
        cli.run("oauth", "list");
        assertThat(cli.out() + cli.err()).doesNotContain("\nProblems", "\nRun:");
        Path database = home.resolve("sessions.db");
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(database)) {
            store.save(TestSessions.full("did:plc:aaa"));
        }
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + database);
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO sessions VALUES (?, '{')")) {
            statement.setString(1, forged);
            statement.execute();
        }
        cli.run("oauth", "status", "--store", "sqlite", "--path", database.toString());
        assertThat(cli.out().lines())
                .noneMatch(line -> line.startsWith("Problems  none") || line.startsWith("Run: forged"));
    }

    @Test
    void wrongPermissionsAreReportedOnce() throws Exception {
        Path file = home.resolve("sessions.db");
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file)) {
            store.save(TestSessions.full("did:plc:aaa"));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(cli.run("oauth", "list", "--store", "sqlite", "--path", file.toString()))
                .isZero();
        assertThat(cli.err().lines().filter(line -> line.contains(file + " contains tokens")))
                .hasSize(1);
        assertThat(cli.run("oauth", "status", "--store", "sqlite", "--path", file.toString()))
                .isEqualTo(ExitCode.STORE);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("Run: chmod go= " + file);
    }

    @Test
    void noCommandChangesADatabaseOfAnotherProgram() throws Exception {
        Path foreign = home.resolve("foreign.db");
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + foreign);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customers (name TEXT)");
        }
        byte[] before = Files.readAllBytes(foreign);
        for (String command : List.of(
                "list", "sessions", "status", "logout --did did:plc:aaa --force", "refresh --did did:plc:aaa")) {
            List<String> arguments = new ArrayList<>(List.of(("oauth " + command).split(" ")));
            arguments.addAll(List.of("--store", "sqlite", "--path", foreign.toString()));
            assertThat(cli.run(arguments.toArray(String[]::new))).as(command).isEqualTo(ExitCode.STORE);
            assertThat(cli.out() + cli.err()).contains("no table sessions");
            assertThat(foreign).hasBinaryContent(before);
        }
    }

    @Test
    void unreadableSessionIsDeletedOnlyWithForce() throws Exception {
        cli.save(sessions(), TestSessions.full("did:plc:aaa"));
        Path file = sessions().resolve("did_plc_aaa.json");
        Files.writeString(file, "{");
        assertThat(cli.run("oauth", "logout", "--did", "did:plc:aaa")).isEqualTo(ExitCode.STORE);
        assertThat(file).exists();
        assertThat(cli.run("oauth", "logout", "--did", "did:plc:aaa", "--force", "--json"))
                .isZero();
        assertThat(cli.out()).isEqualToIgnoringWhitespace("{\"did\":\"did:plc:aaa\",\"revoked\":false}");
        assertThat(cli.err()).contains("Deleted the unreadable session of did:plc:aaa");
        assertThat(file).doesNotExist();
    }

    @Test
    void logoutReportsTheRevocationAsJson() {
        try (FakePds pds = FakePds.start()) {
            cli.save(sessions(), pds.session(DID));
            assertThat(cli.run("oauth", "logout", "--did", DID, "--json"))
                    .as(cli.err())
                    .isZero();
            assertThat(cli.out()).isEqualToIgnoringWhitespace("{\"did\":\"" + DID + "\",\"revoked\":true}");
            cli.save(sessions(), pds.session(DID));
            assertThat(cli.run("oauth", "logout", "--did", DID)).isZero();
            assertThat(cli.out()).isEmpty();
            assertThat(pds.requests(FakePds.REVOKE)).isPositive();
        }
    }

    @Test
    void ambiguousHandleIsAUsageError() {
        cli.save(sessions(), TestSessions.full("did:plc:aaa"), TestSessions.full("did:plc:bbb"));
        assertThat(cli.run("oauth", "logout", "--handle", "alice.example.com")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("did:plc:aaa, did:plc:bbb");
    }

    @Test
    void errorForMisspeltOptionHidesThePassword() {
        assertThat(cli.run("oauth", "login", "--handle", "alice.test", "--app-passwrod", "sesame"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err())
                .contains("--app-passwrod", "Try: idiolect oauth login --help")
                .doesNotContain("sesame");
        assertThat(cli.run("oauth", "login", "--handle", "alice.test", "--app-passwrod=sesame"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).doesNotContain("sesame");
        assertThat(cli.run("oauth", "login", "--handle", "alice.test", "sesame"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).doesNotContain("sesame");
    }

    @Test
    void misspelledCommandGetsASuggestion() {
        for (String more : List.of("", " --handle alice.test", " --app-password sesame")) {
            assertThat(cli.run(("oauth logni" + more).split(" "))).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err())
                    .startsWith("error: Unknown command logni. Did you mean login?\n")
                    .contains("Try: idiolect oauth --help")
                    .doesNotContain("sesame", "Unknown option");
        }
        assertThat(cli.run("login", "--handle", "alice.test")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith("error: Unknown command login. Did you mean oauth login?\n");
        assertThat(cli.run("oauth", "zzz")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith("error: Unknown command zzz\n");
    }

    @Test
    void possiblePasswordIsNotPrintedAsCommand() {
        for (String secret : List.of("abcd-efgh-ijkl-mnop", "abcdefghijklmnop", "Sesame", "sesame1", "l\u00f6gin")) {
            for (String place : List.of("", "oauth ")) {
                assertThat(cli.run((place + secret).split(" "))).isEqualTo(ExitCode.USAGE);
                assertThat(cli.err()).startsWith("error: Unknown command\n").doesNotContain(secret);
            }
        }
        cli.run("oauth", "--app-password", "sesame");
        assertThat(cli.err()).contains("Unknown option --app-password").doesNotContain("sesame");
    }

    @Test
    void passwordInEnvironmentSuggestsBrowserOption() {
        String without = "sign in without --app-password.";
        String with = "sign in with --oauth instead.";
        cli.run("oauth", "login", "--handle", "alice.test", "--app-password");
        assertThat(cli.err()).contains(without).doesNotContain(with);
        for (String variable : Passwords.VARIABLES) {
            cli.set(variable, "sesame");
            cli.run("oauth", "login", "--handle", "alice.test");
            assertThat(cli.err()).contains(with).doesNotContain("--app-password", "sesame");
            // Without the option, the password would still be used.
            cli.run("oauth", "login", "--handle", "alice.test", "--app-password");
            assertThat(cli.err()).contains(with).doesNotContain(without, "sesame");
            cli.set(variable, null);
        }
    }

    @Test
    void developmentHandleSuggestsDevelopmentOption() {
        String hint = ". For a server on this machine, add --development\n";
        assertThat(cli.run("oauth", "login", "--handle", "alice.test")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err()).startsWith("error: ").contains("alice.test").endsWith(hint);
        assertThat(cli.run("oauth", "login", "--handle", "@Alice.TEST", "--app-password", "sesame"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(cli.err()).endsWith(hint);
        assertThat(cli.run("oauth", "login", "--handle", "alice.onion")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err()).contains("reserved top-level domain").doesNotContain("--development");
        assertThat(cli.run("oauth", "login", "--handle", "al_ice.test")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err()).contains("Invalid handle").doesNotContain("--development");
    }

    @Test
    void invalidUsageIsReportedInOneLine() {
        String[][] wrong = {
            {"oauth", "login"},
            {"oauth", "login", "--handle", "alice.test", "--timeout", "11m"},
            {"oauth", "login", "--handle", "alice.test", "--timeout", "0s"},
            {"oauth", "login", "--handle", "alice.test", "--oauth", "--app-password"},
            {"oauth", "login", "--handle", "alice.test", "--pds-url", "http://localhost:1"},
            {"oauth", "login", "--handle", "alice.test", "--scope", "nothing"},
            {"oauth", "list", "--store", "sqlite"},
            {"oauth", "list", "--store", "memory"},
            {"oauth", "logout", "--did", "did:plc:aaa", "--handle", "alice.test"},
            {"oauth", "logout", "--did", "alice.test"},
            {"oauth", "login", "--handle", "alice.test", "--app-password"},
        };
        for (String[] arguments : wrong) {
            assertThat(cli.run(arguments))
                    .as(String.join(" ", arguments) + "\n" + cli.err())
                    .isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).contains("error: ").doesNotContain("Exception", "Error");
            assertThat(cli.out()).isEmpty();
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void groupWithoutCommandListsItsCommands() {
        assertThat(cli.run()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err())
                .startsWith("error: Missing command\n")
                .contains("Usage: idiolect ", "COMMAND")
                .containsPattern("(?m)^  oauth  +Sign AT Protocol accounts in and out");
        assertThat(cli.out()).isEmpty();
        assertThat(cli.run("oauth")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith("error: Missing command\n").contains("Usage: idiolect oauth ");
        for (String command : List.of("login", "list", "sessions", "refresh", "logout", "status", "doctor")) {
            assertThat(cli.err()).containsPattern("(?m)^  " + command + "  +[A-Z]");
        }
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void refreshOfEndedSessionNamesTheNextCommand() {
        Path store = home.resolve("it's here");
        cli.save(
                store,
                TestSessions.full("did:plc:aaa").toBuilder()
                        .refreshExpiresAt(NOW.minusSeconds(1))
                        .build());
        assertThat(cli.run("oauth", "refresh", "--path", store.toString())).isEqualTo(ExitCode.NO_SESSION);
        assertThat(cli.err())
                .startsWith("error: Session of did:plc:aaa has ended (")
                .endsWith(
                        "\nRun: idiolect oauth login --handle alice.example.com --path '" + home + "/it'\\''s here'\n");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void unwritablePathFailsBeforeTheLogin() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");
        assertThat(cli.run("oauth", "login", "--handle", "alice.example.com", "--path", file + "/below"))
                .isEqualTo(ExitCode.STORE);
        assertThat(cli.run("oauth", "login", "--handle", "alice.example.com", "--path", file.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--store sqlite");
    }

    @Test
    void bugShowsAStackTraceOnlyWithVerbose() {
        cli.setClock(new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                throw new IllegalStateException("no time\u001b[2J");
            }
        });
        assertThat(cli.run("oauth", "list")).isEqualTo(ExitCode.BUG);
        assertThat(cli.err()).contains("Internal error").doesNotContain("\tat ", "\u001b");
        assertThat(cli.run("oauth", "list", "--verbose")).isEqualTo(ExitCode.BUG);
        assertThat(cli.err()).contains("at dev.idiolect.oauth.cli").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "oauth",
                "oauth login",
                "oauth list",
                "oauth sessions",
                "oauth refresh",
                "oauth logout",
                "oauth status",
                "oauth doctor"
            })
    void helpOfEachCommandFitsTheScreen(String command) {
        String[] arguments = (command + " --help").strip().split(" ");
        assertThat(cli.run(arguments)).isZero();
        assertThat(cli.out()).contains("Usage: idiolect").doesNotContain("@|");
        assertThat(cli.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        if (command.startsWith("oauth")) {
            assertThat(cli.out()).contains("Exit codes:");
        }
        assertThat(cli.run((command + " --version").strip().split(" "))).isZero();
    }

    @Test
    void completionKnowsCommandsAndOptions() {
        assertThat(cli.run("generate-completion")).isZero();
        assertThat(cli.out()).contains("--app-password", "--pds-url", "filesystem", "status");
    }

    /** Without a home directory, tokens must not go to the working directory. */
    @Test
    void userWithoutHomeDirectoryGetsAnError() {
        cli.set("HOME", "?");
        assertThat(cli.run("oauth", "list")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("set HOME or IDIOLECT_SESSION_DIR, or use --path");
        cli.set("IDIOLECT_SESSION_DIR", home.toString());
        assertThat(cli.run("oauth", "list")).isZero();
    }
}
