package dev.idiolect.oauth.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A directory for files that are being written. A writer that dies leaves at most one; the next save after
 * {@link #STALE} removes it.
 */
final class TempFiles {

    static final String DIRECTORY = ".tmp";

    /** Far longer than a save takes: a file of this age has no writer any more. */
    static final Duration STALE = Duration.ofSeconds(60);

    private final Path directory;
    private final Clock clock;

    TempFiles(Path storeDirectory, Clock clock) {
        this.directory = storeDirectory.resolve(DIRECTORY);
        this.clock = clock;
    }

    /** Makes an empty file under a name of its own, mode 0600. */
    Path create() throws IOException {
        Path file = directory.resolve(UUID.randomUUID() + ".tmp");
        try {
            PrivateFiles.createFile(file);
        } catch (NoSuchFileException e) {
            createDirectory();
            PrivateFiles.createFile(file);
        }
        return file;
    }

    void createDirectory() throws IOException {
        if (!Files.isDirectory(directory.getParent())) {
            throw new NoSuchFileException(directory.getParent().toString());
        }
        PrivateFiles.createDirectories(directory);
    }

    void removeStale() throws IOException {
        Instant limit = clock.instant().minus(STALE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                removeIfOlder(file, limit);
            }
        } catch (NoSuchFileException e) {
            // Nothing to clean; the next save makes the directory.
        }
    }

    private static void removeIfOlder(Path file, Instant limit) throws IOException {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Its writer has just finished.
        }
    }
}
