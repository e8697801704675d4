package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A failure of the command line prints no text twice, even with the causes that {@code --verbose} adds. */
class RepeatedTextTest extends InProcessFixture {

    private static final int WORDS = 4;

    /** Returns the first four words that appear twice, or null. */
    private static String repeated(String output) {
        String[] words = output.toLowerCase(Locale.ROOT)
                .replaceAll("[\\p{Punct}&&[^/.:-]]", " ")
                .strip()
                .split("\\s+");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i + WORDS <= words.length; i++) {
            String part = String.join(" ", List.of(words).subList(i, i + WORDS));
            if (!seen.add(part)) {
                return part;
            }
        }
        return null;
    }

    private void assertNothingTwice(String... arguments) {
        for (String verbose : new String[] {"", "--verbose"}) {
            List<String> all = new ArrayList<>(List.of(arguments));
            if (!verbose.isEmpty()) {
                all.add(verbose);
            }
            cli.run(all.toArray(String[]::new));
            // SQLite's driver adds SQLite's own words to its message, in parentheses.
            String failure = cli.err().replaceAll("(\\[SQLITE_\\w+]) .* (\\(.+\\))", "$1 $2");
            assertThat(cli.exitCode()).as(failure).isNotZero();
            assertThat(repeated(failure)).as(failure).isNull();
        }
    }

    @Test
    void missingServerIsNamedOnce() {
        cli.save(
                sessions(),
                TestSessions.full(DID).toBuilder().pdsUrl("http://127.0.0.1:1").build());
        assertNothingTwice("oauth", "refresh");
        assertNothingTwice("oauth", "logout");
        cli.save(
                sessions(),
                TestSessions.full(DID).toBuilder()
                        .pdsUrl("http://127.0.0.1:1")
                        .tokenType("Bearer")
                        .scope(null)
                        .build());
        assertNothingTwice("oauth", "refresh");
        assertNothingTwice("oauth", "logout");
    }

    @Test
    void missingResponseIsDescribedOnce() {
        try (FakePds pds = FakePds.start()) {
            cli.save(sessions(), pds.session(DID));
            pds.fail(FakePds.TOKEN, FakePds.ALWAYS, Faults.cutConnection());
            assertNothingTwice("oauth", "refresh");
            pds.fail(FakePds.REVOKE, FakePds.ALWAYS, Faults.cutConnection());
            assertNothingTwice("oauth", "logout");
        }
    }

    @Test
    void refusalIsDescribedOnce() {
        try (FakePds pds = FakePds.start()) {
            cli.save(sessions(), pds.session(DID));
            pds.fail(FakePds.TOKEN, FakePds.ALWAYS, Faults.status(400, "{\"error\":\"invalid_client\"}"));
            assertNothingTwice("oauth", "refresh");
            pds.fail(FakePds.REVOKE, FakePds.ALWAYS, Faults.status(503, ""));
            assertNothingTwice("oauth", "logout");
            pds.fail(FakePds.AUTHORIZATION_SERVER, FakePds.ALWAYS, Faults.status(200, "<html>"));
            assertNothingTwice("oauth", "refresh");
            pds.fail(FakePds.PROTECTED_RESOURCE, FakePds.ALWAYS, Faults.status(302, ""));
            assertNothingTwice("oauth", "refresh");
        }
    }

    @Test
    void failedLoginIsDescribedOnce() {
        try (FakePds pds = FakePds.start();
                FakeDirectory directory = FakeDirectory.start()) {
            directory.put(new TestAccount(DID, "alice.test", ""), pds.pdsUrl());
            String[] login = {
                "oauth",
                "login",
                "--handle",
                "alice.test",
                "--development",
                "--pds-url",
                directory.url(),
                "--plc-url",
                directory.url()
            };
            pds.fail(FakePds.PAR, FakePds.ALWAYS, Faults.cutConnection());
            assertNothingTwice(login);
            pds.fail(FakePds.PAR, FakePds.ALWAYS, Faults.status(400, "{\"error\":\"invalid_scope\"}"));
            assertNothingTwice(login);
            pds.fail(FakePds.AUTHORIZATION_SERVER, FakePds.ALWAYS, Faults.status(200, "{}"));
            assertNothingTwice(login);
            pds.fail(FakePds.PROTECTED_RESOURCE, FakePds.ALWAYS, Faults.cutConnection());
            assertNothingTwice(login);
            cli.set("ATPROTO_APP_PASSWORD", "abcd-efgh-ijkl-mnop");
            pds.fail("/xrpc/com.atproto.server.createSession", FakePds.ALWAYS, Faults.cutConnection());
            assertNothingTwice(login);
            directory.disturb(503, "");
            assertNothingTwice(login);
        }
        assertNothingTwice("oauth", "login", "--handle", "alice.invalid", "--oauth");
        assertNothingTwice("oauth", "login", "--handle", "127.0.0.1:1", "--oauth", "--development");
        assertNothingTwice("oauth", "login", "--handle", "https://127.0.0.1:1", "--oauth");
    }

    @Test
    void brokenStoreIsDescribedOnce() throws Exception {
        cli.save(sessions(), TestSessions.full(DID));
        Path file = sessions().resolve(DID.replace(':', '_') + ".json");
        Files.writeString(file, "{");
        assertNothingTwice("oauth", "refresh", "--did", DID);
        assertNothingTwice("oauth", "logout", "--did", DID);
        Files.writeString(file, "{\"did\":\"" + DID + "\"}");
        assertNothingTwice("oauth", "refresh", "--did", DID);
        Path database = Files.writeString(home.resolve("x.db"), "no database");
        assertNothingTwice("oauth", "refresh", "--did", DID, "--store", "sqlite", "--path", database.toString());
        assertNothingTwice("oauth", "list", "--store", "sqlite", "--path", database.toString());
        assertNothingTwice("oauth", "login", "--handle", "alice.test", "--path", database.toString());
    }
}
