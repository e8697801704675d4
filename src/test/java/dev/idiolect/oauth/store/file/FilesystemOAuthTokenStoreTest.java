package dev.idiolect.oauth.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PersistentTokenStoreContract;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreProcess;
import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FilesystemOAuthTokenStoreTest extends PersistentTokenStoreContract {

    private Path directory;

    @Override
    protected Kind kind() {
        return Kind.FILESYSTEM;
    }

    @Override
    protected Path path() {
        directory = root.resolve("state/sessions");
        return directory;
    }

    @Test
    void onlyTheOwnerHasAccess() throws IOException {
        store.save(TestSessions.full(ALICE));
        store.lock(ALICE, LONG).close();
        assertThat(modes(root.resolve("state")))
                .containsOnly(
                        entry(".", "rwx------"),
                        entry("sessions", "rwx------"),
                        entry("sessions/.tmp", "rwx------"),
                        entry("sessions/.lock", "rw-------"),
                        entry("sessions/did_plc_alice.json", "rw-------"));
    }

    @Test
    void openDirectoryKeepsItsModeAndLogsAWarning() throws IOException {
        Path open = Files.createDirectory(
                root.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
        try (LogCapture log = new LogCapture(PrivateFiles.class)) {
            FilesystemOAuthTokenStore.open(open).close();
            assertThat(log.messages()).singleElement().asString().contains(open.toString(), "rwxr-x---");
        }
        assertThat(modes(open)).containsEntry(".", "rwxr-x---");
    }

    @Test
    void fileInPlaceOfTheDirectoryIsAClearError() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> FilesystemOAuthTokenStore.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> FilesystemOAuthTokenStore.open(file.resolve("below")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void fileNamesEqualThoseOfTheRustCrate() {
        assertThat(SessionFileName.of("did:plc:abc")).isEqualTo("did_plc_abc.json");
        assertThat(SessionFileName.of("did:web:pds.example-1.com")).isEqualTo("did_web_pds.example-1.com.json");
        assertThat(SessionFileName.of("did:web:a_b%3A")).isEqualTo("did_web_a%5Fb%253%41.json");
        assertThat(SessionFileName.of("did:web:" + "a".repeat(2040))).hasSizeLessThan(256);
    }

    @Test
    void readsAFileOfTheRustCrate() throws IOException {
        Files.writeString(directory.resolve("did_plc_abc.json"), """
            {"did":"did:plc:abc","pdsUrl":"https://pds.example.com","accessJwt":"a","refreshJwt":"r",\
            "dpopPrivateKeyJwk":"{}","issuedAt":"2026-04-19T00:00:00Z","expiresAt":"2026-04-19T02:00:00Z"}\
            """);
        assertThat(store.load("did:plc:abc").map(OAuthSession::refreshJwt)).contains("r");
        assertThat(store.listDids()).containsExactly("did:plc:abc");
    }

    @Test
    void unreadableFileFailsLoadIsNotListedAndStays() throws IOException {
        store.save(TestSessions.full(BOB));
        byte[] notUtf8 = TestSessions.full(ALICE).toJson().getBytes("UTF-16");
        for (byte[] content : List.of(
                "{\"accessJwt\":\"SECRET".getBytes(),
                new byte[0],
                "[]".getBytes(),
                "{}".getBytes(),
                notUtf8,
                new byte[SessionFiles.MAX_SIZE + 1],
                TestSessions.full("did:plc:carol").toJson().getBytes())) {
            Path file = Files.write(directory.resolve("did_plc_alice.json"), content);
            assertLoadFailsAndListSkips(file);
            assertThat(isUnreadable()).isTrue();
            assertThat(file).hasBinaryContent(content);
        }
    }

    private boolean isUnreadable() {
        return catchThrowableOfType(StoreException.class, () -> store.load(ALICE))
                .isUnreadable();
    }

    @Test
    void nonRegularFileFailsLoadAndIsNotListed() throws IOException {
        store.save(TestSessions.full(BOB));
        Path file = directory.resolve("did_plc_alice.json");
        Files.createDirectory(file);
        assertLoadFailsAndListSkips(file);
        assertThat(isUnreadable()).isFalse();
        Files.delete(file);
        Path elsewhere = Files.writeString(
                root.resolve("elsewhere"), TestSessions.full(ALICE).toJson());
        Files.createSymbolicLink(file, elsewhere);
        assertLoadFailsAndListSkips(file);
    }

    private void assertLoadFailsAndListSkips(Path file) {
        assertThatThrownBy(() -> store.load(ALICE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("SECRET");
        try (LogCapture log = new LogCapture(FilesystemOAuthTokenStore.class)) {
            assertThat(store.listDids()).containsExactly(BOB);
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains(file.toString())
                    .doesNotContain("SECRET");
        }
    }

    @Test
    void missingDirectoryIsAnErrorNotAnEmptyStore() throws Exception {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        assertThatThrownBy(() -> store.load(ALICE)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.listDids()).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.save(TestSessions.full(ALICE))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.lock(ALICE, SHORT)).isInstanceOf(StoreException.class);
    }

    @Test
    void staleTemporaryFilesAreDeletedAfterAMinute() throws IOException {
        Path temps = directory.resolve(TempFiles.DIRECTORY);
        Path left = Files.writeString(temps.resolve("left.tmp"), "half");
        Instant written = Instant.parse("2026-11-23T10:00:00Z");
        Files.setLastModifiedTime(left, FileTime.from(written));
        storeAt(written.plusSeconds(59)).save(TestSessions.full(ALICE));
        assertThat(left).exists();
        OAuthTokenStore later = storeAt(written.plusSeconds(61));
        assertThat(left).doesNotExist();
        Path another = Files.writeString(temps.resolve("another.tmp"), "half");
        Files.setLastModifiedTime(another, FileTime.from(written));
        later.save(TestSessions.full(ALICE));
        assertThat(temps).isEmptyDirectory();
    }

    private OAuthTokenStore storeAt(Instant now) {
        return FilesystemOAuthTokenStore.open(directory, null, Clock.fixed(now, ZoneOffset.UTC), Duration.ofSeconds(1));
    }

    @Test
    void failedSaveLeavesNoTemporaryFile() throws IOException {
        Files.createDirectory(directory.resolve("did_plc_alice.json"));
        assertThatThrownBy(() -> store.save(TestSessions.full(ALICE)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("did_plc_alice.json");
        assertThat(directory.resolve(TempFiles.DIRECTORY)).isEmptyDirectory();
    }

    @Test
    void fullDiskKeepsTheOldSession() throws Exception {
        store.save(version(ALICE, 1));
        try (StoreProcess process =
                StoreProcess.startWithFileLimit(64, Kind.FILESYSTEM, directory, "save-large", ALICE, 100_000)) {
            assertThat(process.line()).contains("Cannot save", "did_plc_alice.json", "File too large");
        }
        assertThat(store.load(ALICE)).contains(version(ALICE, 1));
        assertThat(directory.resolve(TempFiles.DIRECTORY)).isEmptyDirectory();
    }

    @Test
    void oversizedSessionIsRejected() {
        store.save(version(ALICE, 1));
        OAuthSession large = TestSessions.full(ALICE).toBuilder()
                .accessJwt("a".repeat(SessionFiles.MAX_SIZE))
                .refreshJwt("r")
                .issuedAt(TestSessions.ISSUED)
                .expiresAt(TestSessions.EXPIRES)
                .build();
        assertThatThrownBy(() -> store.save(large)).isInstanceOf(StoreException.class);
        assertThat(store.load(ALICE)).contains(version(ALICE, 1));
    }

    @Test
    void failedCleanUpDoesNotFailASave() throws IOException {
        Path left = Files.createDirectories(directory.resolve(".tmp/left.tmp"));
        Files.createFile(left.resolve("file"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));
        store.save(TestSessions.full(ALICE));
        assertThat(store.load(ALICE)).contains(TestSessions.full(ALICE));
        FilesystemOAuthTokenStore.open(directory).close();
    }

    @Test
    void linkInPlaceOfTheTemporaryDirectoryIsRejected() throws IOException {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Path other = Files.createFile(elsewhere.resolve("other.tmp"));
        Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));
        Path linked = Files.createDirectory(root.resolve("linked"));
        Files.createSymbolicLink(linked.resolve(".tmp"), elsewhere);
        assertThatThrownBy(() -> FilesystemOAuthTokenStore.open(linked))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not a directory");
        assertThat(other).exists();
    }

    @Test
    void lockThatCannotBeVerifiedIsReleased() throws IOException {
        Path away = root.resolve("away");
        Files.move(directory, away);
        Files.createFile(directory);
        assertThatThrownBy(() -> store.lock(ALICE, SHORT)).isInstanceOf(StoreException.class);
        Files.delete(directory);
        Files.move(away, directory);
        store.lock(ALICE, SHORT).close();
    }
}
