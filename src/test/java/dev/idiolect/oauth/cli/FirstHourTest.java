package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a new user types, mistakes included. */
class FirstHourTest extends InProcessFixture {

    private static final String OTHER = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb";

    @Test
    void misspelledOptionIsNeverTheAppPassword() {
        for (String more : List.of("--app-password --no-browsr", "--app-password --no-browsr --oauth")) {
            cli.run(("oauth login --handle alice.example.com " + more).split(" "));
            assertThat(cli.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).startsWith("error: Unknown option --no-browsr. Did you mean --no-browser?\n");
        }
        // A value that only looks like an option may be a password.
        cli.run("oauth", "login", "--handle", "alice.example.com", "--app-password", "-Sesame7");
        assertThat(cli.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--app-password=VALUE").doesNotContain("Sesame7");
    }

    @Test
    void misspelledOptionGetsASuggestion() {
        cli.run("oauth", "login", "--handel", "alice.test");
        assertThat(cli.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith("error: Unknown option --handel. Did you mean --handle?\n");
        cli.run("oauth", "list", "--jsno", "--strore=sqlite");
        assertThat(cli.err())
                .startsWith("error: Unknown option --jsno. Did you mean --json? Unknown option --strore. Did you mean"
                        + " --store?\n");
        cli.run("oauth", "list", "--zzzzzz");
        assertThat(cli.err()).startsWith("error: Unknown option --zzzzzz\n");
    }

    @Test
    void everyHandleOptionAcceptsADid() {
        try (FakePds pds = FakePds.start()) {
            cli.save(sessions(), pds.session(DID), pds.session(OTHER));
            assertThat(cli.run("oauth", "refresh", "--handle", DID))
                    .as(cli.err())
                    .isZero();
            assertThat(cli.run("oauth", "refresh", "--handle", "at://" + DID))
                    .as(cli.err())
                    .isZero();
            assertThat(cli.run("oauth", "logout", "--handle", DID))
                    .as(cli.err())
                    .isZero();
            assertThat(cli.run("oauth", "refresh", "--handle", DID)).isEqualTo(ExitCode.NO_SESSION);
        }
    }

    @Test
    void renamedAccountIsFoundByItsNewHandle() {
        try (FakePds pds = FakePds.start();
                FakeDirectory directory = FakeDirectory.start()) {
            directory.put(new TestAccount(DID, "renamed.test", ""), pds.pdsUrl());
            cli.save(sessions(), pds.session(DID), pds.session(OTHER));
            String[] network = {"--development", "--pds-url", directory.url(), "--plc-url", directory.url()};
            assertThat(cli.run(network, "oauth", "refresh", "--handle", "renamed.test"))
                    .as(cli.err())
                    .isZero();
            assertThat(cli.run(network, "oauth", "refresh", "--handle", "unknown.test"))
                    .isEqualTo(ExitCode.NO_SESSION);
            assertThat(cli.err())
                    .contains("No session with handle unknown.test in " + sessions(), "Cannot resolve the handle")
                    .hasLineCount(1);
        }
    }

    @Test
    void singleSessionNeedsNoHandle() {
        try (FakePds pds = FakePds.start()) {
            cli.save(sessions(), pds.session(DID));
            assertThat(cli.run("oauth", "refresh")).as(cli.err()).isZero();
            assertThat(cli.run("oauth", "logout")).as(cli.err()).isZero();
            assertThat(cli.run("oauth", "logout")).isEqualTo(ExitCode.NO_SESSION);
            assertThat(cli.err()).startsWith("error: No sessions in " + sessions());
        }
    }

    @Test
    void terminalAsksForOneOfSeveralSessions() {
        try (FakePds pds = FakePds.start()) {
            cli.save(sessions(), pds.session(DID), pds.session(OTHER));
            assertThat(cli.run("oauth", "refresh")).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).contains("several sessions", "--handle", DID, OTHER);
            cli.type(OTHER);
            assertThat(cli.run("oauth", "logout")).as(cli.err()).isZero();
            assertThat(cli.prompts())
                    .singleElement()
                    .asString()
                    .contains(DID, OTHER)
                    .endsWith("\nHandle or DID: ");
            try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(sessions())) {
                assertThat(store.listDids()).containsExactly(DID);
            }
        }
    }

    @Test
    void terminalAsksForTheHandleOfALogin() {
        cli.type("al_ice.test");
        assertThat(cli.run("oauth", "login")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.prompts()).containsExactly("Handle or DID: ");
        assertThat(cli.err()).contains("Invalid handle");
        cli.type("");
        assertThat(cli.run("oauth", "login")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith("error: Missing required option: '--handle=HANDLE'");
    }

    @Test
    void missingStoreIsNamed() {
        Path database = home.resolve("missing.db");
        for (String command : List.of("list", "refresh", "logout --handle alice.test", "refresh --did did:plc:aaa")) {
            cli.run(("oauth " + command + " --store sqlite --path " + database).split(" "));
            assertThat(cli.err()).as(command).contains(database + " (does not exist)");
        }
        assertThat(database).doesNotExist();
    }

    @Test
    void wrongAddressNamesItsOption() {
        for (String option : List.of("--pds-url", "--handle-resolver", "--plc-url")) {
            assertThat(cli.run("oauth", "login", "--handle", "alice.example.com", option, "pds.example.com"))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(cli.err())
                    .startsWith("error: Invalid " + option + " \"pds.example.com\": ")
                    .contains("Did you mean https://pds.example.com?");
        }
        cli.save(sessions(), TestSessions.full(DID));
        assertThat(cli.run("oauth", "refresh", "--handle", "renamed.example.com", "--plc-url", "x y"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith("error: Invalid --plc-url");
        cli.run("oauth", "login", "--handle", "alice.example.com", "--pds-url", "http://localhost:1");
        assertThat(cli.err()).contains("Invalid --pds-url", "add --development").doesNotContain("Did you mean");
    }

    @Test
    void addressOnThisMachineWithoutSchemeGetsASuggestion() {
        String[] login = {"oauth", "login", "--handle", "alice.test", "--pds-url", "localhost:2583"};
        assertThat(cli.run(login)).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("Invalid --pds-url \"localhost:2583\"", "add --development");
        assertThat(cli.run(Stream.concat(Stream.of(login), Stream.of("--development"))
                        .toArray(String[]::new)))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("Did you mean http://localhost:2583?");
    }

    @Test
    void unknownHostIsATransientFailure() {
        String unknown = "https://no-such-host-here.example.com";
        assertThat(cli.run("oauth", "login", "--handle", "alice.example.com", "--pds-url", unknown))
                .isEqualTo(ExitCode.TRY_LATER);
        assertThat(cli.err()).contains("unknown host").hasLineCount(1);
    }

    @Test
    void otherFileGetsNoAdviceForItsMode() throws Exception {
        Path notes = Files.writeString(home.resolve("notes.txt"), "Not a database, but long enough to be one.");
        for (String command : List.of("list", "status", "refresh", "login --handle alice.example.com")) {
            cli.run(("oauth " + command + " --store sqlite --path " + notes).split(" "));
            assertThat(cli.exitCode()).as(command).isEqualTo(ExitCode.STORE);
            assertThat(cli.out() + cli.err()).contains("not a database").doesNotContain("chmod", "other users");
        }
    }

    @Test
    void failureIsPrintedOnce() {
        cli.save(
                sessions(),
                TestSessions.full(DID).toBuilder()
                        .refreshExpiresAt(InProcess.NOW.minusSeconds(1))
                        .build());
        assertThat(cli.run("oauth", "refresh")).isEqualTo(ExitCode.NO_SESSION);
        assertThat(cli.err().lines())
                .satisfiesExactly(
                        failure -> assertThat(failure).startsWith("error: "),
                        advice -> assertThat(advice).startsWith("Run: idiolect oauth login "));
        try (FakePds pds = FakePds.start()) {
            cli.save(sessions(), pds.session(DID));
        }
        assertThat(cli.run("oauth", "logout")).isEqualTo(ExitCode.TRY_LATER);
        assertThat(cli.err())
                .startsWith("error: ")
                .contains("The session is still stored", "--force")
                .hasLineCount(1);
        assertThat(cli.run("oauth", "logout", "--force")).isZero();
        assertThat(cli.err())
                .startsWith("Signed out ")
                .contains("\nwarning: IDOA-0411: Cannot revoke the session of " + DID)
                .hasLineCount(2);
    }

    @Test
    void missingPasswordNamesEveryWay() {
        cli.run("oauth", "login", "--handle", "alice.example.com", "--app-password");
        assertThat(cli.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("ATPROTO_APP_PASSWORD", "pipe", "terminal");
    }
}
