package dev.idiolect.oauth.store;

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

/**
 * Deletes the native library that sqlite-jdbc unpacks into the temporary directory. sqlite-jdbc unpacks one per
 * application and deletes it at the regular end of the JVM, so redeployments and killed processes would accumulate
 * them.
 */
final class SqliteNativeLibrary {

    private static final Logger LOG = System.getLogger(SqliteNativeLibrary.class.getName());

    // Only names that sqlite-jdbc generates, never a library that an administrator installed.
    private static final Pattern MAPPED =
            Pattern.compile(" (/.*/sqlite-[0-9.]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-libsqlitejdbc\\.so)$");

    private SqliteNativeLibrary() {}

    /**
     * Deletes the library files that any application in this process has loaded: on Linux a mapped file needs no name.
     * On other systems, and after a failure, they stay until the end of the JVM.
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
