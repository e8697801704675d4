package dev.idiolect.oauth.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A database file with its real path and its identity at opening. */
final class SqliteFile {

    private final Path path;
    private final @Nullable Object key;

    private SqliteFile(Path path, @Nullable Object key) {
        this.path = path;
        this.key = key;
    }

    /** Finds a database file, or creates an empty one with mode 0600. SQLite gives its other files the same mode. */
    static SqliteFile findOrCreate(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (Files.exists(absolute)) {
            // Do not open an existing database here: closing the file would drop SQLite's locks on it.
            if (!Files.isRegularFile(absolute)) {
                throw new IOException("not a regular file");
            }
            PrivateFiles.warnIfShared(absolute);
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
        return new SqliteFile(real, key(real));
    }

    Path path() {
        return path;
    }

    /** Returns the lock file beside the database. */
    Path lockFile() {
        return lockFile(path);
    }

    static Path lockFile(Path database) {
        return database.resolveSibling(database.getFileName() + "-lock");
    }

    /** Fails if the file was deleted or replaced, because SQLite would continue to use the old file. */
    void requireUnchanged() throws IOException {
        if (!Objects.equals(key, key(path))) {
            throw new IOException("it was replaced while it was open; open the store again");
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
