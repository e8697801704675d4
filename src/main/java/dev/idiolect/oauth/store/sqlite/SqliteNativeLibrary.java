package dev.idiolect.oauth.store.sqlite;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the native library that sqlite-jdbc unpacks into the temporary directory. sqlite-jdbc unpacks one file per
 * application and deletes it when the JVM exits normally, so redeployments and killed processes would leave files
 * behind.
 */
final class SqliteNativeLibrary {

    private static final Logger LOG = System.getLogger(SqliteNativeLibrary.class.getName());

    private static final String DIRECTORY_PROPERTY = "org.sqlite.tmpdir";

    // More than the largest of the libraries.
    private static final long SIZE = 2 * 1024 * 1024;

    // Matches only names that sqlite-jdbc generates, never a library that an administrator has installed.
    private static final Pattern MAPPED =
            Pattern.compile(" (/.*/sqlite-[0-9.]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-libsqlitejdbc\\.so)$");

    private SqliteNativeLibrary() {}

    /**
     * Deletes the library files that the applications of this process have loaded. Linux keeps a mapped file usable
     * without its name. On other systems, and after a failure, the files stay until the JVM exits.
     */
    static void remove() {
        remove(Path.of("/proc/self/maps"));
    }

    static void remove(Path maps) {
        if (!Files.isReadable(maps)) {
            return;
        }
        try {
            for (String library : mapped(maps)) {
                Files.deleteIfExists(Path.of(library));
                Files.deleteIfExists(Path.of(library + ".lck"));
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "The unpacked SQLite library stays until the end of the JVM: {0}", e.getMessage());
        }
    }

    /** Returns why the library cannot be loaded and the fix, or null if something else failed. */
    static @Nullable String failure(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            // By name, because sqlite-jdbc is optional.
            if (cause.getClass().getName().equals("org.sqlite.NativeLibraryNotFoundException")
                    || cause instanceof UnsatisfiedLinkError) {
                String directory =
                        System.getProperty(DIRECTORY_PROPERTY, String.valueOf(System.getProperty("java.io.tmpdir")));
                return "SQLite cannot load its native library from the temporary directory " + directory + ", which "
                        + state(Path.of(directory)) + ". Choose another directory with -D" + DIRECTORY_PROPERTY;
            }
        }
        return null;
    }

    private static String state(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Files.exists(directory) ? "is not a directory" : "is missing";
        }
        if (!Files.isWritable(directory)) {
            return "cannot be written";
        }
        try {
            if (Files.getFileStore(directory).getUsableSpace() < SIZE) {
                return "is full";
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The free space of {0} is unknown: {1}", directory, e.getMessage());
        }
        return "may be mounted noexec";
    }

    private static List<String> mapped(Path maps) throws IOException {
        try (Stream<String> lines = Files.lines(maps, StandardCharsets.UTF_8)) {
            return lines.map(MAPPED::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .distinct()
                    .toList();
        }
    }
}
