package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.FakePds;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.SqliteOAuthTokenStore;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** Runs the commands in this process. */
class CommandsTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final Instant NOW = TestSessions.ISSUED.plusSeconds(90);

    @TempDir
    private Path home;

    private final Map<String, String> variables = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    @BeforeEach
    void setHome() {
        variables.put("HOME", home.toString());
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CliEnvironment environment = new CliEnvironment(
                variables,
                clock,
                new Terminal() {
                    @Override
                    public boolean showsProgress() {
                        return false;
                    }

                    @Override
                    public char[] readPassword(String prompt) {
                        return null;
                    }

                    @Override
                    public String readLine(String prompt) {
                        return null;
                    }
                },
                (URI page) -> false);
        return Idiolect.commandLine(environment, new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path sessions() {
        return home.resolve(".config/idiolect/sessions");
    }

    private void save(OAuthSession... sessions) {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(sessions())) {
            for (OAuthSession session : sessions) {
                store.save(session);
            }
        }
    }

    @Test
    void tableIsAlignedAndShowsLifetimes() {
        save(
                TestSessions.full("did:plc:aaa"),
                TestSessions.minimal("did:plc:longer").toBuilder()
                        .tokenType("Bearer")
                        .scope(null)
                        .build());
        assertThat(run("oauth", "list")).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        DID             HANDLE             PDS                      KIND          ACCESS TOKEN  SESSION
                        did:plc:aaa     alice.example.com  https://pds.example.com  oauth         58 min 30 s   13 d 23 h
                        did:plc:longer  -                  https://pds.example.com  app-password  58 min 30 s   unknown
                        """);
        clock = Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);
        run("oauth", "list");
        assertThat(out.toString()).containsPattern("expired +ended").containsPattern("expired +unknown");
    }

    @Test
    void jsonHasNoSecretsAndNoControlCharacters() {
        save(TestSessions.full("did:plc:aaa").toBuilder()
                .handle("evil\u001b[2J\u009b\u202e\u200b.com")
                .build());
        assertThat(run("oauth", "list", "--json")).isZero();
        try (JsonReader reader = Json.createReader(new StringReader(out.toString()))) {
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
        assertThat(out.toString()).matches("[\\x20-\\x7e\\r\\n]*");
        run("oauth", "list");
        assertThat(out.toString())
                .contains("evil\\u001b[2J\\u009b\\u202e\\u200b.com")
                .matches("[\\x20-\\x7e\\r\\n]*");
    }

    @Test
    void readOnlyCommandsCreateNothing() {
        assertThat(run("oauth", "list")).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("No sessions in " + sessions());
        assertThat(run("oauth", "list", "--json")).isZero();
        assertThat(out.toString()).isEqualToIgnoringWhitespace("[]");
        assertThat(run("oauth", "status")).isZero();
        assertThat(run("oauth", "refresh", "--did", "did:plc:aaa")).isEqualTo(ExitCode.NO_SESSION);
        assertThat(run("oauth", "logout", "--handle", "alice.test")).isEqualTo(ExitCode.NO_SESSION);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void environmentAndPathOptionSelectTheStore() {
        variables.put(StoreOptions.VARIABLE, home.resolve("elsewhere").toString());
        run("oauth", "status");
        assertThat(out.toString()).contains(home.resolve("elsewhere") + " (does not exist)");
        run("oauth", "status", "--path", home.resolve("there").toString());
        assertThat(out.toString()).contains(home.resolve("there") + " (does not exist)");
    }

    @Test
    void statusShowsProblemsAndRemedies() throws Exception {
        save(TestSessions.full("did:plc:aaa").toBuilder()
                .refreshExpiresAt(NOW.minusSeconds(1))
                .build());
        Files.writeString(sessions().resolve("x.json"), "nothing");
        assertThat(run("oauth", "status")).isEqualTo(ExitCode.STORE);
        assertThat(out.toString())
                .contains(
                        "Sessions  1",
                        "Cannot read " + sessions().resolve("x.json"),
                        "Run: chmod go= " + sessions().resolve("x.json"))
                .contains("The session of alice.example.com ended at")
                .containsPattern("(?m)^  Run: idiolect oauth login --handle \\S*[a-z]$");
        assertThat(run("oauth", "status", "--json")).isEqualTo(ExitCode.STORE);
        try (JsonReader reader = Json.createReader(new StringReader(out.toString()))) {
            assertThat(reader.readObject().getJsonArray("problems")).hasSize(3);
        }
    }

    @Test
    void wrongPermissionsAreReportedOnce() throws Exception {
        Path file = home.resolve("sessions.db");
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file)) {
            store.save(TestSessions.full("did:plc:aaa"));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(run("oauth", "list", "--store", "sqlite", "--path", file.toString()))
                .isZero();
        assertThat(err.toString().lines().filter(line -> line.contains(file + " contains tokens")))
                .hasSize(1);
        assertThat(run("oauth", "status", "--store", "sqlite", "--path", file.toString()))
                .isEqualTo(ExitCode.STORE);
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).contains("Run: chmod go= " + file);
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
        for (String command :
                List.of("list", "status", "logout --did did:plc:aaa --force", "refresh --did did:plc:aaa")) {
            List<String> arguments = new ArrayList<>(List.of(("oauth " + command).split(" ")));
            arguments.addAll(List.of("--store", "sqlite", "--path", foreign.toString()));
            assertThat(run(arguments.toArray(String[]::new))).as(command).isEqualTo(ExitCode.STORE);
            assertThat(out.toString() + err).contains("no table sessions");
            assertThat(foreign).hasBinaryContent(before);
        }
    }

    @Test
    void unreadableSessionIsDeletedOnlyWithForce() throws Exception {
        save(TestSessions.full("did:plc:aaa"));
        Path file = sessions().resolve("did_plc_aaa.json");
        Files.writeString(file, "{");
        assertThat(run("oauth", "logout", "--did", "did:plc:aaa")).isEqualTo(ExitCode.STORE);
        assertThat(file).exists();
        assertThat(run("oauth", "logout", "--did", "did:plc:aaa", "--force", "--json"))
                .isZero();
        assertThat(out.toString()).isEqualToIgnoringWhitespace("{\"did\":\"did:plc:aaa\",\"revoked\":false}");
        assertThat(err.toString()).contains("Deleted the unreadable session of did:plc:aaa");
        assertThat(file).doesNotExist();
    }

    @Test
    void logoutReportsTheRevocationAsJson() {
        try (FakePds pds = FakePds.start()) {
            save(pds.session(DID));
            assertThat(run("oauth", "logout", "--did", DID, "--json"))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString()).isEqualToIgnoringWhitespace("{\"did\":\"" + DID + "\",\"revoked\":true}");
            save(pds.session(DID));
            assertThat(run("oauth", "logout", "--did", DID)).isZero();
            assertThat(out.toString()).isEmpty();
            assertThat(pds.requests(FakePds.REVOKE)).isPositive();
        }
    }

    @Test
    void ambiguousHandleIsAUsageError() {
        save(TestSessions.full("did:plc:aaa"), TestSessions.full("did:plc:bbb"));
        assertThat(run("oauth", "logout", "--handle", "alice.example.com")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("did:plc:aaa, did:plc:bbb");
    }

    @Test
    void errorForMisspeltOptionHidesThePassword() {
        assertThat(run("oauth", "login", "--handle", "alice.test", "--app-passwrod", "sesame"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("--app-passwrod", "Try: idiolect oauth login --help")
                .doesNotContain("sesame");
        assertThat(run("oauth", "login", "--handle", "alice.test", "--app-passwrod=sesame"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).doesNotContain("sesame");
        assertThat(run("oauth", "login", "--handle", "alice.test", "sesame")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).doesNotContain("sesame");
    }

    @Test
    void misspeltCommandGetsASuggestion() {
        for (String more : List.of("", " --handle alice.test", " --app-password sesame")) {
            assertThat(run(("oauth logni" + more).split(" "))).isEqualTo(ExitCode.USAGE);
            assertThat(err.toString())
                    .startsWith("error: Unknown command logni. Did you mean login?\n")
                    .contains("Try: idiolect oauth --help")
                    .doesNotContain("sesame", "Unknown option");
        }
        assertThat(run("login", "--handle", "alice.test")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("error: Unknown command login. Did you mean oauth login?\n");
        assertThat(run("oauth", "zzz")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("error: Unknown command zzz\n");
    }

    @Test
    void possiblePasswordIsNotPrintedAsCommand() {
        for (String secret : List.of("abcd-efgh-ijkl-mnop", "abcdefghijklmnop", "Sesame", "sesame1", "l\u00f6gin")) {
            for (String place : List.of("", "oauth ")) {
                assertThat(run((place + secret).split(" "))).isEqualTo(ExitCode.USAGE);
                assertThat(err.toString())
                        .startsWith("error: Unknown command\n")
                        .doesNotContain(secret);
            }
        }
        run("oauth", "--app-password", "sesame");
        assertThat(err.toString()).contains("Unknown option --app-password").doesNotContain("sesame");
    }

    @Test
    void passwordInEnvironmentSuggestsBrowserOption() {
        String without = "sign in without --app-password.";
        String with = "sign in with --oauth instead.";
        run("oauth", "login", "--handle", "alice.test", "--app-password");
        assertThat(err.toString()).contains(without).doesNotContain(with);
        for (String variable : Passwords.VARIABLES) {
            variables.put(variable, "sesame");
            run("oauth", "login", "--handle", "alice.test");
            assertThat(err.toString()).contains(with).doesNotContain("--app-password", "sesame");
            // Without the option, the password would still be used.
            run("oauth", "login", "--handle", "alice.test", "--app-password");
            assertThat(err.toString()).contains(with).doesNotContain(without, "sesame");
            variables.remove(variable);
        }
    }

    @Test
    void developmentHandleSuggestsDevelopmentOption() {
        String hint = ". For a server on this machine, add --development\n";
        assertThat(run("oauth", "login", "--handle", "alice.test")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).startsWith("error: ").contains("alice.test").endsWith(hint);
        assertThat(run("oauth", "login", "--handle", "@Alice.TEST", "--app-password", "sesame"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).endsWith(hint);
        assertThat(run("oauth", "login", "--handle", "alice.onion")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("reserved top-level domain").doesNotContain("--development");
        assertThat(run("oauth", "login", "--handle", "al_ice.test")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("Invalid handle").doesNotContain("--development");
    }

    @Test
    void invalidUsageIsReportedInOneLine() {
        String[][] wrong = {
            {"oauth"},
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
            assertThat(run(arguments))
                    .as(String.join(" ", arguments) + "\n" + err)
                    .isEqualTo(ExitCode.USAGE);
            assertThat(err.toString()).contains("error: ").doesNotContain("Exception", "Error");
            assertThat(out.toString()).isEmpty();
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void unwritablePathFailsBeforeTheLogin() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");
        assertThat(run("oauth", "login", "--handle", "alice.example.com", "--path", file + "/below"))
                .isEqualTo(ExitCode.STORE);
        assertThat(run("oauth", "login", "--handle", "alice.example.com", "--path", file.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--store sqlite");
    }

    @Test
    void bugShowsAStackTraceOnlyWithVerbose() {
        clock = new Clock() {
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
        };
        assertThat(run("oauth", "list")).isEqualTo(ExitCode.BUG);
        assertThat(err.toString()).contains("Internal error").doesNotContain("\tat ", "\u001b");
        assertThat(run("oauth", "list", "--verbose")).isEqualTo(ExitCode.BUG);
        assertThat(err.toString()).contains("at dev.idiolect.oauth.cli").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oauth", "oauth login", "oauth list", "oauth refresh", "oauth logout", "oauth status"})
    void helpOfEachCommandFitsTheScreen(String command) {
        String[] arguments = (command + " --help").strip().split(" ");
        assertThat(run(arguments)).isZero();
        assertThat(out.toString()).contains("Usage: idiolect").doesNotContain("@|");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        if (command.startsWith("oauth")) {
            assertThat(out.toString()).contains("Exit codes:");
        }
        assertThat(run((command + " --version").strip().split(" "))).isZero();
    }

    @Test
    void completionKnowsCommandsAndOptions() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString()).contains("--app-password", "--pds-url", "filesystem", "status");
    }

    /** Without a home directory, tokens must not go to the working directory. */
    @Test
    void userWithoutHomeDirectoryMustNameOne() {
        variables.put("HOME", "?");
        assertThat(run("oauth", "list")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("set HOME or IDIOLECT_SESSION_DIR, or use --path");
        variables.put("IDIOLECT_SESSION_DIR", home.toString());
        assertThat(run("oauth", "list")).isZero();
    }
}
