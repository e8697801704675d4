package dev.idiolect.oauth.store.file;

import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import dev.idiolect.oauth.store.internal.persistent.Uninterruptibly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Reads, atomically replaces and deletes text files in one directory. */
final class SessionFiles {

    /** Thrown if a file was read, but its content cannot be that of a session. */
    static final class InvalidContentException extends IOException {

        private static final long serialVersionUID = 1L;

        InvalidContentException(String message, @Nullable CharacterCodingException cause) {
            super(message, cause);
        }
    }

    /** The maximum size of a file in bytes; a session has a few thousand. */
    static final int MAX_SIZE = 1 << 20;

    private final Path directory;
    private final TempFiles temps;

    SessionFiles(Path directory, TempFiles temps) {
        this.directory = directory;
        this.temps = temps;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Returns the file names with the suffix, unordered. */
    List<String> names(String suffix) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(suffix)) {
                    names.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /**
     * Returns the content of a file.
     *
     * @throws NoSuchFileException if it does not exist
     * @throws InvalidContentException if it is too large or is not UTF-8
     * @throws IOException if it cannot be read or is not a regular file
     */
    String read(String name) throws IOException {
        Path file = path(name);
        // Not isRegularFile(): it hides why a file cannot be read.
        if (!Boolean.TRUE.equals(Files.readAttributes(file, "isRegularFile", LinkOption.NOFOLLOW_LINKS)
                .get("isRegularFile"))) {
            throw new IOException("not a regular file");
        }
        byte[] bytes = PrivateFiles.read(file, MAX_SIZE + 1);
        if (bytes.length > MAX_SIZE) {
            throw new InvalidContentException("larger than " + MAX_SIZE + " bytes", null);
        }
        // Unlike new String(), a decoder rejects invalid UTF-8.
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidContentException(IoErrors.reason(e), e);
        }
    }

    /** Creates or replaces a file. If this fails, the old file is unchanged. */
    void replace(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_SIZE) {
            throw new IOException("the content is larger than " + MAX_SIZE + " bytes");
        }
        temps.removeStale();
        Path temp = temps.create();
        try {
            write(temp, bytes);
            Files.move(temp, path(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException | Error e) {
            remove(temp, e);
            throw e;
        }
        PrivateFiles.force(directory);
    }

    /**
     * Fails if the disk has no room for a new version of a text, or cannot be written. Writes a file that is twice as
     * large, and deletes it.
     */
    void requireRoom(String text) throws IOException {
        byte[] bytes = new byte[2 * text.getBytes(StandardCharsets.UTF_8).length];
        // Some file systems store no zeros.
        ThreadLocalRandom.current().nextBytes(bytes);
        Path temp = temps.create();
        try {
            write(temp, bytes);
        } catch (IOException | RuntimeException | Error e) {
            remove(temp, e);
            throw e;
        }
        // Another process may have deleted it. If this process cannot delete it, it cannot replace files either.
        Files.deleteIfExists(temp);
    }

    /** Deletes a file. Returns whether this call deleted it. */
    boolean remove(String name) throws IOException {
        boolean removed = Files.deleteIfExists(path(name));
        if (removed) {
            PrivateFiles.force(directory);
        }
        return removed;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Uninterruptibly.run(() -> {
            // Without CREATE, which would not set the file mode.
            try (FileChannel out = FileChannel.open(file, WRITE, TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
        });
    }

    private static void remove(Path temp, Throwable because) {
        try {
            Files.deleteIfExists(temp);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
