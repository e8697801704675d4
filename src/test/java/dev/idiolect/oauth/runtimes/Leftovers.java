package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Remains of applications in a server's process.
 *
 * @param threads the library's threads
 * @param openFiles open files of the database, its locks among them
 * @param unpacked files that SQLite was unpacked to
 */
record Leftovers(long threads, long openFiles, long unpacked) {

    static final Leftovers NONE = new Leftovers(0, 0, 0);

    /** Returns JVM options that clear soft references early and set the directory for unpacked files. */
    static Map<String, String> options(Path temporary) {
        return Map.of(Jdk.OPTIONS, "-XX:SoftRefLRUPolicyMSPerMB=0 -Djava.io.tmpdir=" + temporary);
    }

    static Leftovers of(ServerProcess server, Path database, Path temporary) {
        long pid = server.jvm();
        return new Leftovers(
                JdkTools.jcmd(pid, "Thread.print").stream()
                        .filter(line -> line.startsWith("\"idiolect"))
                        .count(),
                files(Path.of("/proc", Long.toString(pid), "fd")).stream()
                        .map(Leftovers::target)
                        .filter(file -> file.startsWith(database.toString()))
                        .count(),
                files(temporary).stream()
                        .filter(file -> file.toString().contains("sqlitejdbc"))
                        .count());
    }

    /** Returns the number of copies of a class after a full garbage collection, one for each remaining application. */
    static long copies(ServerProcess server, String type) {
        long pid = server.jvm();
        JdkTools.jcmd(pid, "GC.run");
        return JdkTools.jcmd(pid, "VM.class_hierarchy", type).stream()
                .filter(line -> line.contains(type + "/"))
                .count();
    }

    /** Returns the number of mapped copies of the SQLite library. */
    static long libraries(ServerProcess server) {
        return lines(Path.of("/proc", Long.toString(server.jvm()), "maps")).stream()
                .filter(line -> line.contains("sqlitejdbc"))
                .map(line -> line.substring(line.indexOf('/')))
                .distinct()
                .count();
    }

    /** Returns the target of a link, or an empty text if the link is gone. */
    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path directory) {
        try (var files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
