package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The directory for files that are being written. A writer that is killed leaves at most one file behind. The first
 * save after {@link #STALE} deletes it.
 */
final class TempFiles {

    static final String DIRECTORY = ".tmp";

    private static final String SUFFIX = ".tmp";
    private static final Logger LOG = System.getLogger(TempFiles.class.getName());

    /** The age at which a file counts as abandoned. Much longer than a save takes. */
    static final Duration STALE = Duration.ofSeconds(60);

    private final Path directory;
    private final Clock clock;

    TempFiles(Path storeDirectory, Clock clock) {
        this.directory = storeDirectory.resolve(DIRECTORY);
        this.clock = clock;
    }

    /** Creates an empty file with a unique name and mode 0600. */
    Path create() throws IOException {
        Path file = directory.resolve(UUID.randomUUID() + SUFFIX);
        PrivateFiles.requireNoLink(directory);
        try {
            PrivateFiles.createFile(file);
        } catch (NoSuchFileException e) {
            createDirectory();
            PrivateFiles.createFile(file);
        }
        return file;
    }

    void createDirectory() throws IOException {
        PrivateFiles.createSubdirectory(directory);
    }

    /** Deletes the files of killed writers. Failures are only logged, because they must not fail a save. */
    void removeStale() {
        Instant limit = clock.instant().minus(STALE);
        try {
            PrivateFiles.requireNoLink(directory);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                for (Path file : files) {
                    removeIfOlder(file, limit);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing to delete; the next save creates the directory.
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0205: Cannot delete stale files in {0}: {1}",
                    directory,
                    IoErrors.printable(e));
        }
    }

    private static void removeIfOlder(Path file, Instant limit) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isDirectory() && found.lastModifiedTime().toInstant().isBefore(limit)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // The writer has just finished.
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0206: Cannot delete the stale file {0}: {1}",
                    IoErrors.printable(file),
                    IoErrors.reason(e));
        }
    }
}
