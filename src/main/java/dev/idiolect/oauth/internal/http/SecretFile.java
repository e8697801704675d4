package dev.idiolect.oauth.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** Reads files with secret keys. */
public final class SecretFile {

    private static final int MAX_SIZE = 256 * 1024;

    private SecretFile() {}

    /**
     * Returns the text of a UTF-8 file. Logs a warning if every user of the machine can read or change it.
     *
     * @param log the log of the caller
     * @throws IOException if the file cannot be read or is larger than 256 KiB
     */
    public static String read(Path file, Logger log) throws IOException {
        String text = read(file);
        warnIfShared(file, log);
        return text;
    }

    /**
     * Returns the text of a UTF-8 file.
     *
     * @throws IOException if the file cannot be read or is larger than 256 KiB
     */
    public static String read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_SIZE + 1);
        }
        if (bytes.length > MAX_SIZE) {
            throw new IOException("it is larger than " + MAX_SIZE + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Returns what every user of the machine can do with a file: "read", "change" or "read and change". Empty if only its
     * owner and group can.
     *
     * @throws IOException if its permissions cannot be read
     * @throws UnsupportedOperationException if its file system has no such permissions, as on Windows
     */
    public static Optional<String> accessOfOthers(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        boolean readable = permissions.contains(PosixFilePermission.OTHERS_READ);
        // Another user could replace the keys with known ones.
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of(readable ? "read and change" : "change");
        }
        return readable ? Optional.of("read") : Optional.empty();
    }

    private static void warnIfShared(Path file, Logger log) {
        try {
            accessOfOthers(file)
                    .ifPresent(access -> log.log(
                            Level.WARNING,
                            "IDOA-0503: {0} contains secrets, but every user of this machine can {1} it. Run: chmod o= {0}",
                            file,
                            access));
        } catch (IOException | UnsupportedOperationException e) {
            log.log(Level.DEBUG, "The permissions of {0} are unknown: {1}", file, e);
        }
    }
}
