package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.file.TestFilesystemStores;
import dev.idiolect.oauth.store.internal.PendingEntry;
import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another user of the host can write to the directory of a store, and plants files in it. */
@Timeout(20)
class PlantedFilesTest {

    private static final String ALICE = "did:plc:alice";
    private static final Instant LATER = Instant.now().plusSeconds(600);

    private enum Planted {
        LINK,
        DIRECTORY,
        PIPE;

        void at(Path path) throws Exception {
            switch (this) {
                case LINK -> Files.createSymbolicLink(path, Files.createFile(path.resolveSibling("of-another-user")));
                case DIRECTORY -> Files.createDirectory(path);
                case PIPE ->
                    assertThat(new ProcessBuilder("mkfifo", path.toString())
                                    .start()
                                    .waitFor())
                            .isZero();
            }
        }
    }

    @TempDir
    private Path root;

    private Path directory;
    private Path elsewhere;

    @BeforeEach
    void createDirectories() throws IOException {
        directory = root.resolve("sessions");
        elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    }

    @Test
    void linkForPendingLoginsIsNotFollowed() throws Exception {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory)) {
            PendingLogins logins = store.pendingLogins().orElseThrow();
            Files.createSymbolicLink(directory.resolve(TestFilesystemStores.PENDING), elsewhere);
            assertThatThrownBy(() -> logins.save("state", "SECRET", LATER))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(TestFilesystemStores.PENDING + " is not a directory")
                    .hasMessageNotContaining("SECRET");
            assertThat(elsewhere).isEmptyDirectory();
            Path planted = Files.writeString(
                    elsewhere.resolve(PendingEntry.key("state")), new PendingEntry(LATER, "planted").text());
            assertThatThrownBy(() -> logins.consume("state")).isInstanceOf(StoreException.class);
            assertThat(planted).exists();
        }
        assertThatThrownBy(() -> FilesystemOAuthTokenStore.check(directory, null))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not a directory");
    }

    @Test
    void linkForTemporaryFilesIsNotFollowed() throws Exception {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory)) {
            Files.delete(directory.resolve(TestFilesystemStores.TEMPORARY));
            Files.createSymbolicLink(directory.resolve(TestFilesystemStores.TEMPORARY), elsewhere);
            Path other = Files.createFile(elsewhere.resolve("other.tmp"));
            Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));
            assertThatThrownBy(() -> store.save(TestSessions.full(ALICE)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(TestFilesystemStores.TEMPORARY + " is not a directory");
            assertThat(elsewhere).isDirectoryContaining(other::equals);
            assertThat(directory.resolve("did_plc_alice.json")).doesNotExist();
        }
        assertThatThrownBy(() -> FilesystemOAuthTokenStore.check(directory, null))
                .isInstanceOf(StoreException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "FILESYSTEM, LINK",
        "FILESYSTEM, DIRECTORY",
        "FILESYSTEM, PIPE",
        "SQLITE, LINK",
        "SQLITE, DIRECTORY",
        "SQLITE, PIPE"
    })
    void lockFileIsNeverAnythingElse(Kind kind, Planted planted) throws Exception {
        Path store = kind.isDirectory() ? Files.createDirectory(directory) : root.resolve("sessions.db");
        planted.at(kind.lockFile(store));
        assertThatThrownBy(() -> kind.open(store))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(kind.lockFile(store).getFileName() + " is not a regular file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-journal", "-wal", "-shm"})
    void pipeBesideADatabaseDoesNotBlock(String suffix) throws Exception {
        Path database = root.resolve("sessions.db");
        Kind.close(Kind.SQLITE.open(database));
        Path pipe = root.resolve("sessions.db" + suffix);
        Planted.PIPE.at(pipe);
        String message = pipe + " is not a regular file";
        assertThatThrownBy(() -> Kind.SQLITE.open(database)).hasMessageContaining(message);
        assertThatThrownBy(() -> SqliteOAuthTokenStore.check(database, null)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource(Planted.class)
    void plantedSessionFileIsNeitherReadNorFollowed(Planted planted) throws Exception {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory)) {
            Path file = directory.resolve("did_plc_alice.json");
            planted.at(file);
            assertThatThrownBy(() -> store.load(ALICE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("not a regular file");
            assertThat(store.listDids()).isEmpty();
            assertThat(FilesystemOAuthTokenStore.check(directory, null).sessions())
                    .isEmpty();
            if (planted == Planted.DIRECTORY) {
                assertThatThrownBy(() -> store.save(TestSessions.full(ALICE)))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining(file.toString())
                        .hasMessageContaining("directory");
            } else {
                store.save(TestSessions.full(ALICE));
                assertThat(store.load(ALICE)).isPresent();
                assertThat(directory.resolve("of-another-user"))
                        .satisfiesAnyOf(
                                other -> assertThat(other).doesNotExist(),
                                other -> assertThat(other).isEmptyFile());
            }
        }
    }

    /** The check that the file is regular came just before. */
    @Test
    void linkPlantedAfterTheCheckIsNotFollowed() throws Exception {
        Path secret = Files.writeString(root.resolve("secret"), "of another program");
        Path file = Files.createSymbolicLink(root.resolve("session"), secret);
        assertThatThrownBy(() -> PrivateFiles.read(file, 100))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("symbolic link");
    }

    /** A writer keeps the pipe open and sends nothing. */
    @Test
    void pipePlantedAfterTheCheckIsNotWaitedFor() throws Exception {
        Path pipe = root.resolve("session");
        Planted.PIPE.at(pipe);
        try (FileChannel writer = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            CompletableFuture<byte[]> read = OwnThread.supply(() -> {
                try {
                    return PrivateFiles.read(pipe, 100);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(read)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withRootCauseInstanceOf(IOException.class);
            assertThat(writer.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 20_000})
    void fileIsReadUpToTheLimitDespiteInterrupts(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path file = Files.write(root.resolve("session"), bytes);
        Thread.currentThread().interrupt();
        assertThat(PrivateFiles.read(file, 20_000)).isEqualTo(bytes);
        assertThat(PrivateFiles.read(file, 8192)).isEqualTo(Arrays.copyOf(bytes, Math.min(size, 8192)));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void hardLinkOfASessionFileKeepsTheOldSession() throws Exception {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory)) {
            store.save(TestSessions.full(ALICE));
            Path link = Files.createLink(root.resolve("link"), directory.resolve("did_plc_alice.json"));
            byte[] before = Files.readAllBytes(link);
            store.save(TestSessions.minimal(ALICE));
            assertThat(link).hasBinaryContent(before);
        }
    }

    /** Two holders could spend one refresh token twice. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FILESYSTEM", "SQLITE"})
    void lockOnAReplacedFileIsNoLongerValid(Kind kind) throws Exception {
        Path path = root.resolve("store");
        OAuthTokenStore store = kind.open(path);
        try (SessionLock lock = store.lock(ALICE, Duration.ZERO)) {
            assertThat(lock.remainsValidFor(Duration.ZERO)).isTrue();
            Path file = kind.lockFile(path);
            Files.move(file, root.resolve("away"));
            assertThat(lock.remainsValidFor(Duration.ZERO)).isFalse();
            Files.createFile(file);
            assertThat(lock.remainsValidFor(Duration.ZERO)).isFalse();
            try (SessionLock next = store.lock("did:plc:bob", Duration.ZERO)) {
                assertThat(next.remainsValidFor(Duration.ZERO)).isTrue();
                assertThat(lock.remainsValidFor(Duration.ZERO)).isFalse();
            }
        }
        Kind.close(store);
    }

    @Test
    void nameWithALineBreakForgesNoLineOfTheLog() throws Exception {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory);
                LogCapture log = new LogCapture(FilesystemOAuthTokenStore.class)) {
            Files.writeString(directory.resolve("x\nSEVERE: forged\u2028\u001b[2J.json"), "{");
            store.listDids();
            // The first line is the head of an entry.
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .hasLineCount(2)
                    .doesNotContain("\u2028", "\u001b");
        }
        assertThat(FilesystemOAuthTokenStore.check(directory, null).problems())
                .allSatisfy(problem -> assertThat(problem.message()).matches("\\P{Cntrl}*"));
    }
}
