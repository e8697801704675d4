package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.cli.StoreOwner.Owner;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands change no store of another user, because that user could not read the new files. */
class StoreOwnerTest extends InProcessFixture {

    private static final int OTHER = 12345;

    private static final Path PROCESS = Path.of("/proc/self");

    private static final Owner ROOT = new Owner(0, "root");
    private static final Owner APP = new Owner(1000, "app");
    private static final Owner BOB = new Owner(1001, "bob");
    private static final Owner ANONYMOUS = new Owner(65534, "nobody");

    /** The owners of files. All others belong to the user who runs the command. */
    private final Map<Path, Owner> owners = new HashMap<>();

    private final List<Path> asked = new ArrayList<>();

    private Path directory() throws IOException {
        return Files.createDirectories(home.resolve("store"));
    }

    private void require(Owner user, Path store) {
        new StoreOwner((file, options) -> {
                    asked.add(file);
                    return owners.getOrDefault(file, user);
                })
                .require(store, store.resolve(".lock"));
    }

    @Test
    void anotherUserIsNamedAndRefused() throws IOException {
        owners.put(directory(), APP);
        assertThatThrownBy(() -> require(ROOT, directory()))
                .isInstanceOfSatisfying(CommandException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.STORE);
                    assertThat(e.advice()).contains("Use sudo -u app ...");
                })
                .hasMessage(directory() + " belongs to app, but this command runs as root: app could not read the"
                        + " new files. Nothing was changed");
        assertThat(directory()).isEmptyDirectory();
        assertThatCode(() -> require(APP, directory())).doesNotThrowAnyException();
    }

    @Test
    void ownerOfADatabaseIsThatOfItsFile() throws IOException {
        Path database = Files.createFile(home.resolve("sessions.db"));
        Owner unnamed = new Owner(1000, "1000");
        owners.put(database, unnamed);
        assertThatThrownBy(() -> require(ROOT, database))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        e -> assertThat(e.advice())
                                .hasValueSatisfying(advice -> assertThat(advice).contains("sudo -u '#1000'")));
        assertThatCode(() -> require(unnamed, database)).doesNotThrowAnyException();
        assertThat(home).isDirectoryContaining(database::equals);
    }

    /** Kubernetes mounts a disk for an application without the rights of root. */
    @Test
    void ownerOfAMountedDirectoryIsThatOfItsLockFile() throws IOException {
        owners.put(directory(), ROOT);
        assertThatCode(() -> require(APP, directory())).doesNotThrowAnyException();
        owners.put(Files.createFile(directory().resolve(".lock")), APP);
        assertThatCode(() -> require(APP, directory())).doesNotThrowAnyException();
        assertThatThrownBy(() -> require(ROOT, directory())).isInstanceOf(CommandException.class);
        assertThatThrownBy(() -> require(BOB, directory())).isInstanceOf(CommandException.class);
    }

    /** An administrator may have created it for a group, or an NFS server for its anonymous user. */
    @Test
    void unusedDirectoryOfAnotherUserIsRefusedOnlyToRoot() throws IOException {
        for (Owner creator : List.of(BOB, ANONYMOUS)) {
            owners.put(directory(), creator);
            assertThatCode(() -> require(APP, directory())).doesNotThrowAnyException();
            for (Owner root : List.of(ROOT, new Owner(0, "0"))) {
                assertThatThrownBy(() -> require(root, directory()))
                        .isInstanceOf(CommandException.class)
                        .hasMessageContaining(creator.name());
            }
        }
    }

    @Test
    void rootWithoutANameOwnsItsStore() throws IOException {
        owners.put(directory(), new Owner(0, "0"));
        owners.put(Files.createFile(directory().resolve(".lock")), new Owner(0, "0"));
        assertThatCode(() -> require(ROOT, directory())).doesNotThrowAnyException();
    }

    @Test
    void ownStoreGetsNoProbe() throws IOException {
        Path lockFile = Files.createFile(directory().resolve(".lock"));
        require(APP, directory());
        assertThat(asked).containsOnly(lockFile, PROCESS);
    }

    /** Some mounted disks give each file to the same user. */
    @Test
    void diskThatChoosesOwnersIsAccepted() throws IOException {
        owners.put(PROCESS, ROOT);
        assertThatCode(() -> require(APP, directory())).doesNotThrowAnyException();
        owners.put(Files.createFile(directory().resolve(".lock")), APP);
        assertThatCode(() -> require(APP, directory())).doesNotThrowAnyException();
    }

    @Test
    void storeOpenedNextDeletesTheProbeOfAKilledCommand() throws IOException {
        Path store = directory().toRealPath();
        FilesystemOAuthTokenStore.open(store).close();
        owners.put(store.resolve(".lock"), APP);
        assertThatThrownBy(() -> require(ROOT, store)).isInstanceOf(CommandException.class);
        Path probe = asked.get(asked.size() - 1);
        assertThat(probe).doesNotExist();
        Files.setLastModifiedTime(
                Files.createFile(probe), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        FilesystemOAuthTokenStore.open(store).close();
        assertThat(probe).doesNotExist();
    }

    /** As on macOS. */
    @Test
    void userIsKnownWithoutProc() throws IOException {
        Path store = directory();
        owners.put(store, APP);
        StoreOwner rootsOwner = new StoreOwner((file, options) -> {
            if (file.equals(PROCESS)) {
                throw new NoSuchFileException(file.toString());
            }
            return owners.getOrDefault(file, ROOT);
        });
        assertThatThrownBy(() -> rootsOwner.require(store, store.resolve(".lock")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("this command runs as root");
    }

    @Test
    void missingStoreBelongsToNoOne() {
        assertThatCode(() -> require(ROOT, home.resolve("missing"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreOptions.Kind.class,
            names = {"filesystem", "sqlite"})
    void commandsReadButDoNotChangeTheStoreOfAnotherUser(StoreOptions.Kind kind) throws Exception {
        Path keys = home.resolve("keys.json");
        assertThat(cli.run("oauth", "keys", "new", "--output", keys.toString())).isZero();
        Path root = directory();
        Path store = kind == StoreOptions.Kind.sqlite ? root.resolve("sessions.db") : root;
        if (kind == StoreOptions.Kind.sqlite) {
            try (SqliteOAuthTokenStore database = SqliteOAuthTokenStore.open(store)) {
                database.save(TestSessions.full(DID));
            }
        } else {
            cli.save(store, TestSessions.full(DID));
        }
        String[] options = {"--store", kind.name(), "--path", store.toString(), "--encryption-keys", keys.toString()};
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        boolean given = giveAway(root);
        SortedMap<String, String> before = content(root);
        for (String[] command : List.of(
                new String[] {"oauth", "refresh"},
                new String[] {"oauth", "logout", "--force"},
                new String[] {"oauth", "login", "--handle", "alice.test", "--app-password=abcd"},
                new String[] {"oauth", "keys", "rotate"})) {
            if (given) {
                assertThat(cli.run(options, command))
                        .as(Arrays.toString(command))
                        .isEqualTo(ExitCode.STORE);
                assertThat(cli.err())
                        .contains("belongs to user " + OTHER, "this command runs as ", "sudo -u '#" + OTHER + "'");
            }
        }
        assertThat(content(root)).isEqualTo(before);
        assertThat(home.resolve("keys.json.lock")).doesNotExist();
        assertThat(cli.run(options, "oauth", "list")).isZero();
        assertThat(cli.out()).contains(DID);
        assertThat(cli.run(options, "oauth", "status")).isZero();
        assertThat(content(root)).isEqualTo(before);
        if (!given) {
            assertThat(cli.run(options, "oauth", "keys", "rotate")).isZero();
        }
    }

    @Test
    void lockOfTheKeyFileBelongsToTheOwnerOfTheKeys() throws Exception {
        Path keys = home.resolve("keys.json");
        assertThat(cli.run("oauth", "keys", "new", "--output", keys.toString())).isZero();
        boolean given = giveAway(keys);
        assertThat(cli.run("oauth", "keys", "add", "--encryption-keys", keys.toString()))
                .isZero();
        for (Path file : List.of(keys, home.resolve("keys.json.lock"))) {
            assertThat(Files.getAttribute(file, "unix:uid").equals(OTHER)).isEqualTo(given);
        }
    }

    /** Gives files to another user. Returns false if only root can do that. */
    private static boolean giveAway(Path root) throws IOException {
        boolean given = Files.getAttribute(root, "unix:uid").equals(0);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                if (given) {
                    Files.setAttribute(file, "unix:uid", OTHER);
                } else {
                    assertThatThrownBy(() -> Files.setAttribute(file, "unix:uid", OTHER))
                            .isInstanceOf(FileSystemException.class);
                }
            }
        }
        return given;
    }

    private static SortedMap<String, String> content(Path root) throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                String owner = Files.getOwner(file).getName();
                content.put(
                        root.relativize(file).toString(),
                        Files.isDirectory(file) ? owner : owner + " " + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
