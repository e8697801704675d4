package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.file.TestFilesystemStores;
import dev.idiolect.oauth.store.sqlite.TestSqliteStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills writers during their saves, repeatedly. */
class KilledWriterIT {

    private static final String DID = "did:plc:account";

    /** The number of kills. It is larger with {@code -Dkills.long=true}. */
    private static final int KILLS = Boolean.getBoolean("kills.long") ? 200 : 50;

    /** Processes started in advance, since a JVM takes longer to start than it lives here. */
    private static final int AHEAD = 2;

    private static final long LONGEST_LIFE = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir
    Path root;

    private final Random random = new Random(42);
    private int lastSaved = -1;

    @Test
    void killedFilesystemWriterLeavesCompleteSessions() throws Exception {
        Path directory = root.resolve("sessions");
        killWriters(Kind.FILESYSTEM, directory);
        assertThat(temps(directory)).as("saves that were cut short").isBetween(1L, (long) KILLS);
        Clock later = Clock.offset(Clock.systemUTC(), TestFilesystemStores.STALE.plusSeconds(1));
        TestFilesystemStores.open(directory, null, later, Duration.ZERO).close();
        assertThat(temps(directory)).isZero();
    }

    @Test
    void killedSqliteWriterLeavesCompleteSessions() throws Exception {
        Path file = root.resolve("sessions.db");
        killWriters(Kind.SQLITE, file);
        try (var connection = TestSqliteStores.connect(file);
                var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA integrity_check")) {
            assertThat(row.getString(1)).isEqualTo("ok");
        }
    }

    private void killWriters(Kind kind, Path path) throws Exception {
        Deque<StoreProcess> started = new ArrayDeque<>();
        OAuthTokenStore store = kind.open(path);
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                while (started.size() <= AHEAD) {
                    started.addLast(StoreProcess.start(kind, path, "save-until-killed", DID));
                }
                try (StoreProcess writer = started.removeFirst()) {
                    letWriteThenKill(writer);
                }
                assertEverySessionIsWhole(store);
            }
        } finally {
            started.forEach(StoreProcess::close);
            Kind.close(store);
        }
    }

    private void letWriteThenKill(StoreProcess writer) throws Exception {
        writer.expect("up").tell(Integer.toString(lastSaved + 1));
        long end = System.nanoTime() + random.nextLong(LONGEST_LIFE);
        do {
            lastSaved = Integer.parseInt(writer.line());
        } while (System.nanoTime() < end);
        writer.kill();
        // Only a complete line was printed after a save.
        for (String line = writer.line();
                line != null && line.equals(Integer.toString(lastSaved + 1));
                line = writer.line()) {
            lastSaved++;
        }
    }

    /** Every completed save is stored, and at most one that the kill interrupted. */
    private void assertEverySessionIsWhole(OAuthTokenStore store) {
        int next = lastSaved + 1;
        for (int version = Math.max(0, next - StoreMain.ACCOUNTS); version < next; version++) {
            String did = DID + version % StoreMain.ACCOUNTS;
            OAuthSession session = store.load(did).orElseThrow();
            LibraryStoreContract.assertWhole(session);
            assertThat(LibraryStoreContract.versionOf(session)).isIn(version, next);
        }
        assertThat(store.listDids()).hasSizeBetween(Math.min(next, StoreMain.ACCOUNTS), StoreMain.ACCOUNTS);
    }

    private static long temps(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(TestFilesystemStores.TEMPORARY))) {
            return files.count();
        }
    }
}
