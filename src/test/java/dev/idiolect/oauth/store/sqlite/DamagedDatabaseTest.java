package dev.idiolect.oauth.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged SQLite database costs no other session than those in the damaged part. */
class DamagedDatabaseTest {

    private static final int ACCOUNTS = 40;
    private static final int PAGE = 4096;

    @TempDir
    Path root;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = root.resolve("sessions.db");
    }

    private static OAuthSession session(int account, int version) {
        return TestSessions.full("did:plc:account" + account).toBuilder()
                .accessJwt(version + "a".repeat(PAGE))
                .refreshJwt("refresh-" + version)
                .build();
    }

    private static void saveAll(SqliteOAuthTokenStore store, int version) {
        for (int account = 0; account < ACCOUNTS; account++) {
            store.save(session(account, version));
        }
    }

    @Test
    void damagedPageFailsOnlyItsSessions() throws Exception {
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file)) {
            saveAll(store, 1);
        }
        long pages = Files.size(file) / PAGE;
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(pages / 2 * PAGE);
            damaged.write(new byte[PAGE]);
        }
        List<String> failures = new ArrayList<>();
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file)) {
            for (int account = 0; account < ACCOUNTS; account++) {
                OAuthSession expected = session(account, 1);
                try {
                    assertThat(store.load(expected.did())).contains(expected);
                } catch (StoreException e) {
                    failures.add(e.getMessage());
                }
            }
        }
        assertThat(failures).isNotEmpty().hasSizeLessThan(ACCOUNTS / 2);
        assertThat(failures).allSatisfy(message -> assertThat(message).contains(file.toString()));
    }

    @Test
    void unreadableTableIsAClearError() throws Exception {
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file)) {
            saveAll(store, 1);
        }
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(PAGE);
            damaged.write(new byte[(int) damaged.length() - PAGE]);
        }
        assertThat(failureOfListing())
                .contains(file.toString(), "malformed", ".recover of sqlite3", "restore a backup")
                .doesNotContain("aaaa");
    }

    private String failureOfListing() {
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file)) {
            return "No failure: " + store.listDids();
        } catch (StoreException e) {
            return e.getMessage();
        }
    }

    @Test
    void truncatedLogLosesOnlyTheNewestSaves() throws Exception {
        Path log = Path.of(file + "-wal");
        Path copies = Files.createDirectory(root.resolve("copies"));
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file)) {
            saveAll(store, 1);
            saveAll(store, 2);
            for (int part = 0; part <= 10; part++) {
                Files.copy(file, copies.resolve(part + ".db"));
                Path copy = copies.resolve(part + ".db-wal");
                Files.copy(log, copy);
                truncate(copy, Files.size(copy) * part / 10 - part % 3);
            }
        }
        for (int part = 0; part <= 10; part++) {
            try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(copies.resolve(part + ".db"))) {
                assertSavesAreInOrder(store);
                store.save(session(0, 3));
                assertThat(store.load(session(0, 3).did())).contains(session(0, 3));
            }
        }
    }

    // Each session has its version 2, then 1, then is missing: later saves are lost first.
    private static void assertSavesAreInOrder(SqliteOAuthTokenStore store) {
        int version = 2;
        for (int account = 0; account < ACCOUNTS; account++) {
            OAuthSession loaded = store.load(session(account, 1).did()).orElse(null);
            int found = loaded == null ? 0 : loaded.equals(session(account, 2)) ? 2 : 1;
            assertThat(found).isLessThanOrEqualTo(version);
            assertThat(loaded).isEqualTo(found == 0 ? null : session(account, found));
            version = found;
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(0, size));
        }
    }
}
