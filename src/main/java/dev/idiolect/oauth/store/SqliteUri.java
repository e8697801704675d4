package dev.idiolect.oauth.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The URI that SQLite opens as exactly one file, whatever is in its name. */
final class SqliteUri {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/";

    private SqliteUri() {}

    /** Returns the {@code file:} URI of an absolute path. */
    static String of(Path file) {
        String path = file.toString().replace(file.getFileSystem().getSeparator(), "/");
        // On Windows the path starts with a drive.
        StringBuilder uri = new StringBuilder(path.startsWith("/") ? "file:" : "file:/");
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(b) >= 0) {
                uri.append((char) b);
            } else {
                uri.append(String.format("%%%02X", b));
            }
        }
        return uri.toString();
    }
}
