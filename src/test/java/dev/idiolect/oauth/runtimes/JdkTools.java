package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.QuickJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tools of the JDK that look into the JVM of a server. */
public final class JdkTools {

    private static final String[] OLDER = {"S0U", "S1U", "OU"};
    private static final String[] YOUNG_AND_METADATA = {"EU", "MU"};

    private JdkTools() {}

    /**
     * Returns the heap that survives a full garbage collection, in KiB. Under load, the new objects since then would hide it.
     */
    public static long heap(ServerProcess server) {
        return used(server, Stream.of(OLDER));
    }

    /** Returns the used heap and class metadata after a full garbage collection, in KiB. */
    static long used(ServerProcess server) {
        return used(server, Stream.concat(Stream.of(OLDER), Stream.of(YOUNG_AND_METADATA)));
    }

    private static long used(ServerProcess server, Stream<String> columns) {
        long pid = server.jvm();
        jcmd(pid, "GC.run");
        List<String> table = run(pid, "jstat", Stream.of("-gc", Long.toString(pid)));
        List<String> names = List.of(table.get(0).trim().split(" +"));
        String[] figures = table.get(1).trim().split(" +");
        return (long) columns.mapToDouble(name -> Double.parseDouble(figures[names.indexOf(name)]))
                .sum();
    }

    static List<String> jcmd(long pid, String... command) {
        return run(pid, "jcmd", Stream.concat(Stream.of(Long.toString(pid)), Stream.of(command)));
    }

    /** Runs a tool of the process's own JDK; tools of another release may not understand the process. */
    private static List<String> run(long pid, String tool, Stream<String> arguments) {
        String java = ProcessHandle.of(pid).flatMap(jvm -> jvm.info().command()).orElseThrow();
        List<String> command = Stream.concat(
                        Stream.concat(
                                Stream.of(Path.of(java).resolveSibling(tool).toString()), QuickJvm.optionsOfTool()),
                        arguments)
                .toList();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> lines = process.inputReader().lines().toList();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + lines);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
