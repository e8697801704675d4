package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A database file with its real path and its identity at opening. */
final class SqliteFile {

    /** The maximum age of the check that a read relies on. A check takes a fifth of the time of a read. */
    static final Duration READ_CHECK_INTERVAL = Duration.ofMillis(100);

    private static final String LOCK = "-lock";

    private final Path path;
    private final @Nullable Object key;
    private volatile long checkedAt;

    private SqliteFile(Path path, @Nullable Object key) {
        this.path = path;
        this.key = key;
        this.checkedAt = System.nanoTime() - READ_CHECK_INTERVAL.toNanos();
    }

    /** Finds a database file, or creates an empty one with mode 0600. SQLite gives its other files the same mode. */
    static SqliteFile findOrCreate(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (Files.exists(absolute)) {
            // Do not open an existing database here: closing the file would drop SQLite's locks on it.
            if (!Files.isRegularFile(absolute)) {
                throw new IOException("not a regular file");
            }
        } else {
            Path parent = absolute.getParent();
            if (parent != null) {
                PrivateFiles.createDirectories(parent);
            }
            try {
                PrivateFiles.createFile(absolute);
            } catch (FileAlreadyExistsException e) {
                // Another process has created it in the meantime.
            }
        }
        Path real = absolute.toRealPath();
        requireRegularFiles(real);
        return new SqliteFile(real, key(real));
    }

    Path path() {
        return path;
    }

    /** Fails if a file that SQLite or a lock uses beside a database is not a regular file. */
    static void requireRegularFiles(Path database) throws IOException {
        for (String suffix : List.of("-journal", "-wal", "-shm", LOCK)) {
            PrivateFiles.requireRegular(database.resolveSibling(database.getFileName() + suffix));
        }
    }

    /** Returns the lock file beside the database. */
    Path lockFile() {
        return lockFile(path);
    }

    static Path lockFile(Path database) {
        return database.resolveSibling(database.getFileName() + LOCK);
    }

    /**
     * Returns the URI parameters with which SQLite reads a database without changing its files, also those of a writer
     * that was killed. With an ordinary connection, the last one to close would move the write-ahead log into the
     * database.
     */
    static String readingParameters(Path database) throws IOException, SQLException {
        if (!SqliteConnector.hasWriteAheadLog(database)) {
            return "?mode=ro";
        }
        Path log = database.resolveSibling(database.getFileName() + "-wal");
        if (!Files.exists(log) || Files.size(log) == 0) {
            // No writer is active. Read-only connections would leave a log and a -shm file behind.
            return "?immutable=1";
        }
        if (!Files.exists(database.resolveSibling(database.getFileName() + "-shm"))) {
            throw new IOException("its write-ahead log " + log
                    + " has no -shm file beside it; open the database once with the program that wrote it");
        }
        return "?mode=ro&readonly_shm=1";
    }

    /** Fails if the file was deleted or replaced, because SQLite would continue to use the old file. */
    void requireUnchanged() throws IOException {
        if (!Objects.equals(key, key(path))) {
            throw new IOException("it was replaced while it was open; open the store again");
        }
        checkedAt = System.nanoTime();
    }

    /**
     * Like {@link #requireUnchanged}, for reads: relies on a check that is younger than {@link #READ_CHECK_INTERVAL}.
     */
    void requireUnchangedRecently() throws IOException {
        if (System.nanoTime() - checkedAt >= READ_CHECK_INTERVAL.toNanos()) {
            requireUnchanged();
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            throw new IOException("it was removed while it was open; open the store again", e);
        }
    }
}
