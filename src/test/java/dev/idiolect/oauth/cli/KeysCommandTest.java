package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands for keys in this process. */
class KeysCommandTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    @TempDir
    private Path home;

    private InProcess cli;
    private Path keys;

    @BeforeEach
    void start() {
        cli = new InProcess(home);
        keys = home.resolve("keys.json");
    }

    private Path sessions() {
        return home.resolve(".config/idiolect/sessions");
    }

    private List<String> ids() throws Exception {
        return NewKeys.ids(Files.readString(keys));
    }

    private int rotate(String... options) {
        return cli.run(options, "oauth", "keys", "rotate", "--encryption-keys", keys.toString());
    }

    @Test
    void newKeyIsPrintedOrWrittenForItsOwner() throws Exception {
        assertThat(cli.run("oauth", "keys", "new")).isZero();
        assertThat(NewKeys.ids(cli.out())).hasSize(1).allMatch(id -> id.startsWith("2026-11-23-"));
        String first = cli.out();
        assertThat(cli.run("oauth", "keys", "new")).isZero();
        assertThat(cli.out()).isNotEqualTo(first);
        assertThat(cli.run("oauth", "keys", "new", "--output", keys.toString())).isZero();
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).contains("Wrote " + keys + " with the key " + ids().get(0));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
    }

    @Test
    void existingKeysAreNeverReplaced() throws Exception {
        Files.writeString(keys, "precious");
        assertThat(cli.run("oauth", "keys", "new", "--output", keys.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("may contain keys that sessions need: choose another file");
        assertThat(keys).hasContent("precious");
    }

    @Test
    void newClientKeyIsAccepted() {
        assertThat(cli.run("oauth", "keys", "new", "--client")).isZero();
        assertThat(ClientKeys.parse(cli.out()).currentKeyId()).startsWith("2026-11-23-");
    }

    @Test
    void rotationEncryptsEverySession() throws Exception {
        cli.save(sessions(), TestSessions.full(DID), TestSessions.full("did:plc:b"));
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        // The first run encrypts plain sessions with the key that is there.
        assertThat(rotate()).isZero();
        assertThat(ids()).hasSize(1);
        assertThat(cli.err())
                .contains("Added no key, because not all sessions used the first one yet. Encrypted 2 sessions with");
        assertThat(rotate("--json")).isZero();
        assertThat(ids()).hasSize(2);
        assertThat(cli.out()).contains("\"added\": true", "\"encrypted\": 2", "\"key\": \"" + ids().get(0) + "\"");
        assertThat(Files.readString(sessions().resolve("did_plc_b.json"))).startsWith("eyJ");
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(sessions(), KeySource.file(keys))) {
            assertThat(store.load(DID)).contains(TestSessions.full(DID));
        }
        assertThat(cli.run("oauth", "status", "--encryption-keys", keys.toString()))
                .isZero();
        assertThat(cli.out()).contains("Encrypted 2 of 2: 2 with " + ids().get(0));
        assertThat(cli.out()).contains("Clients   2 with the client key key-1");
    }

    @Test
    void rotationNamesSessionsThatWereNotEncrypted() throws Exception {
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        cli.save(sessions(), TestSessions.full(DID));
        rotate();
        assertThat(cli.err())
                .contains("Not encrypted before: " + DID + "\n", "not encrypted before: 1. If they should have been");
        cli.save(sessions(), TestSessions.full("did:plc:planted"));
        rotate("--json");
        assertThat(cli.err())
                .contains("Not encrypted before: did:plc:planted\n")
                .doesNotContain(DID);
        assertThat(cli.out()).contains("\"plainBefore\": [", "\"did:plc:planted\"");
        rotate();
        assertThat(cli.err()).doesNotContain("ot encrypted before");
    }

    @Test
    void interruptedRotationNamesTheSessionsThatItEncrypted() throws Exception {
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        cli.save(sessions(), TestSessions.full("did:plc:a"));
        cli.save(sessions(), TestSessions.full("did:plc:b"));
        Thread rotation = new Thread(this::rotate);
        // It waits for the second session, which is held by a refresh.
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(sessions())) {
            SessionLock refresh = store.lock("did:plc:b", Duration.ofSeconds(10));
            rotation.start();
            Awaitility.await().until(() -> cli.err().contains("Not encrypted before: did:plc:a\n"));
            assertThat(rotation.isAlive()).isTrue();
            refresh.close();
        }
        rotation.join();
        assertThat(cli.err()).contains("Encrypted 2 sessions with", "Sessions that were not encrypted before: 2.");
    }

    @Test
    void requiredEncryptionLeavesPlainSessionsUnchanged() throws Exception {
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        cli.save(sessions(), TestSessions.full(DID));
        assertThat(rotate("--require-encryption")).isEqualTo(ExitCode.STORE);
        assertThat(cli.err()).contains("it is not encrypted, but encryption is required");
        assertThat(Files.readString(sessions().resolve("did_plc_abcdefghijklmnopqrstuvwx.json")))
                .startsWith("{");
    }

    @Test
    void otherCommandsReadEncryptedSessions() throws Exception {
        cli.save(sessions(), TestSessions.full(DID));
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        rotate();
        assertThat(cli.run("oauth", "list")).isEqualTo(ExitCode.STORE);
        assertThat(cli.err())
                .contains("it is encrypted with the key " + ids().get(0))
                .contains("Give the store its encryption keys, on the command line with --encryption-keys");
        assertThat(cli.run("oauth", "list", "--encryption-keys", keys.toString()))
                .isZero();
        assertThat(cli.out()).contains(DID);
        cli.set("IDIOLECT_OAUTH_ENCRYPTION_KEYS_PATH", keys.toString());
        assertThat(cli.run("oauth", "list")).isZero();
        cli.set("IDIOLECT_OAUTH_ENCRYPTION_KEYS_PATH", null);
        cli.set("IDIOLECT_OAUTH_ENCRYPTION_KEYS", Files.readString(keys));
        assertThat(cli.run("oauth", "list")).isZero();
    }

    @Test
    void rotationNeedsAKeyFile() {
        assertThat(cli.run("oauth", "keys", "rotate")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("Missing --encryption-keys");
        assertThat(rotate()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("Create one with: idiolect oauth keys new --output " + keys);
    }

    @Test
    void twoRotationsAtOnceAreRefused() throws Exception {
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        String before = Files.readString(keys);
        KeyFiles.Lock held = KeyFiles.lock(keys);
        assertThat(rotate()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(cli.err()).contains("Another command is changing " + keys);
        held.close();
        assertThat(keys).hasContent(before);
    }

    @Test
    void sessionOfALostKeyIsReportedAndKept() throws Exception {
        cli.save(sessions(), TestSessions.full(DID), TestSessions.full("did:plc:b"));
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        rotate();
        byte[] lost = Files.readAllBytes(sessions().resolve("did_plc_b.json"));
        Files.delete(keys);
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        cli.save(sessions(), TestSessions.full(DID));
        assertThat(rotate()).isEqualTo(ExitCode.STORE);
        assertThat(cli.err())
                .contains(
                        "Add the key ", "Encrypted 1 session with", "Fix the errors above, then run the command again");
        assertThat(sessions().resolve("did_plc_b.json")).hasBinaryContent(lost);
        // A script may repeat the command until it succeeds.
        assertThat(rotate()).isEqualTo(ExitCode.STORE);
        assertThat(cli.err()).contains("Added no key, because not all sessions can be encrypted.", "add --new-key");
        assertThat(ids()).hasSize(1);
        assertThat(rotate("--new-key")).isEqualTo(ExitCode.STORE);
        assertThat(ids()).hasSize(2);
    }

    @Test
    void keyFileKeepsItsMode() throws Exception {
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(rotate()).isZero();
        assertThat(ids()).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void keyIsAddedToDecryptAndPromotedToEncrypt() throws Exception {
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        String first = ids().get(0);
        assertThat(cli.run("oauth", "keys", "add", "--encryption-keys", keys.toString()))
                .isZero();
        assertThat(ids()).hasSize(2).startsWith(first);
        String added = ids().get(1);
        assertThat(cli.err())
                .isEqualTo("Added the key " + added + " to " + keys + ". It decrypts, but does not encrypt yet.\n");
        cli.set("IDIOLECT_OAUTH_ENCRYPTION_KEYS_PATH", keys.toString());
        assertThat(cli.run("oauth", "keys", "promote", added, "--json")).isZero();
        assertThat(ids()).containsExactly(added, first);
        assertThat(cli.err()).isEqualTo("The key " + added + " in " + keys + " encrypts now.\n");
        assertThat(cli.out())
                .isEqualToIgnoringWhitespace(
                        "{\"key\":\"" + added + "\",\"keys\":[\"" + added + "\",\"" + first + "\"]}");
        // Repeated by accident, it must not move the other key.
        assertThat(cli.run("oauth", "keys", "promote", added)).isZero();
        assertThat(ids()).containsExactly(added, first);
        assertThat(cli.err()).contains("encrypts already");
        cli.save(sessions(), TestSessions.full(DID));
        assertThat(rotate("--no-new-key")).isZero();
        assertThat(cli.run("oauth", "status")).isZero();
        assertThat(cli.out()).contains("Encrypted 1 of 1: 1 with " + added);
    }

    @Test
    void unknownKeyIsNotPromoted() throws Exception {
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        String before = Files.readString(keys);
        assertThat(cli.run("oauth", "keys", "promote", "other", "--encryption-keys", keys.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("there is no key other. The keys are " + ids().get(0));
        assertThat(keys).hasContent(before);
        assertThat(cli.run("oauth", "keys", "add")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("Missing --encryption-keys");
    }

    @Test
    void missingDirectoryIsNamed() {
        Path file = home.resolve("missing/keys.json");
        assertThat(cli.run("oauth", "keys", "new", "--output", file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err())
                .contains("Cannot write " + file + ": the directory " + file.getParent()
                        + " does not exist. Create it first");
    }

    @Test
    void statusShowsOneRemedyForAllSessionsOfAMissingKey() {
        cli.run("oauth", "keys", "new", "--output", keys.toString());
        for (int i = 0; i < 25; i++) {
            cli.save(sessions(), TestSessions.full("did:plc:" + i));
        }
        rotate();
        assertThat(cli.run("oauth", "status")).isEqualTo(ExitCode.STORE);
        assertThat(cli.out())
                .contains("Sessions  0, and 25 that cannot be read")
                .contains("Encrypted 25 of 25", "Problems  25", "(5 more: --json lists all)")
                .containsOnlyOnce("Give the store its encryption keys");
        assertThat(cli.run("oauth", "status", "--json")).isEqualTo(ExitCode.STORE);
        assertThat(cli.out().lines().filter(line -> line.contains("\"problem\"")))
                .hasSize(25);
    }
}
