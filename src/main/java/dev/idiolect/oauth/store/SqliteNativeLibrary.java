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
 * The native library that sqlite-jdbc unpacks into a directory for temporary files, new for each application, and removes at
 * the regular end of the JVM: a server that redeploys would collect them, and a process that is killed leaves its own.
 */
final class SqliteNativeLibrary {

    private static final Logger LOG = System.getLogger(SqliteNativeLibrary.class.getName());

    // The names that sqlite-jdbc makes up; never a library that somebody has put somewhere for it.
    private static final Pattern MAPPED =
            Pattern.compile(" (/.*/sqlite-[0-9.]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-libsqlitejdbc\\.so)$");

    private SqliteNativeLibrary() {}

    /**
     * Removes the files of what this process has loaded already, whichever application it was: on Linux a mapped file needs no
     * name any more. Elsewhere, and whenever that fails, they stay until the end of the JVM.
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
            LOG.log(Level.DEBUG, "SQLite''s unpacked library stays until the end of the JVM: {0}", e.getMessage());
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
