package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.QuickJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another JVM that runs {@link StoreMain} on a store. */
public final class StoreProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    private StoreProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    public static StoreProcess start(Kind kind, Path path, Object... arguments) throws IOException {
        return new StoreProcess(java(kind, path, arguments));
    }

    /** Starts a process with a limit on the size of files. */
    public static StoreProcess startWithFileLimit(int kibibytes, Kind kind, Path path, Object... arguments)
            throws IOException {
        return startWithLimit("-f " + kibibytes, kind, path, arguments);
    }

    /** Starts a process that can open few files. */
    public static StoreProcess startWithDescriptors(int count, Kind kind, Path path, Object... arguments)
            throws IOException {
        return startWithLimit("-n " + count, kind, path, arguments);
    }

    private static StoreProcess startWithLimit(String limit, Kind kind, Path path, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit " + limit + "; exec \"$@\"", "limited"));
        command.addAll(java(kind, path, arguments));
        return new StoreProcess(command);
    }

    /** Starts a process whose system calls go through the library of {@code machine.cc}. */
    public static StoreProcess startWithLibrary(
            Path library, Map<String, String> machine, Path temporary, Kind kind, Path path, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "LD_PRELOAD=" + library));
        machine.forEach((variable, value) -> command.add(variable + "=" + value));
        command.addAll(java(kind, path, arguments));
        return withTemporaryDirectory(temporary, command);
    }

    /** Returns whether {@link #startWithDisk} works here. */
    public static boolean canMount() throws IOException, InterruptedException {
        return new ProcessBuilder("unshare", "-rm", "true").start().waitFor() == 0;
    }

    /**
     * Starts a process that has its own small disk, mounted on a directory until the process ends.
     *
     * @param options of the mount, such as {@code size=256k}
     * @param temporary its directory for temporary files
     */
    public static StoreProcess startWithDisk(
            Path directory, String options, Path temporary, Kind kind, Path path, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o " + options + " tmpfs '" + directory + "' && exec \"$@\"",
                "disk"));
        command.addAll(java(kind, path, arguments));
        return withTemporaryDirectory(temporary, command);
    }

    private static StoreProcess withTemporaryDirectory(Path temporary, List<String> command) throws IOException {
        command.replaceAll(
                argument -> argument.startsWith("-Djava.io.tmpdir=") ? "-Djava.io.tmpdir=" + temporary : argument);
        return new StoreProcess(command);
    }

    private static List<String> java(Kind kind, Path path, Object... arguments) {
        List<String> command = QuickJvm.command();
        // A killed sqlite-jdbc leaves its native library there.
        command.add("-Djava.io.tmpdir=" + path.getParent());
        command.addAll(List.of(StoreMain.class.getName(), kind.name(), path.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** Releases processes that wait after their "up", and waits until all succeed. */
    public static void runTogether(List<StoreProcess> processes) throws IOException, InterruptedException {
        try {
            for (StoreProcess process : processes) {
                process.expect("up");
            }
            for (StoreProcess process : processes) {
                process.proceed();
            }
            for (StoreProcess process : processes) {
                process.expectSuccess();
            }
        } finally {
            processes.forEach(StoreProcess::close);
        }
    }

    /** Returns the next line of output, or null at the end. */
    @Nullable
    public String line() throws IOException {
        return out.readLine();
    }

    public StoreProcess expect(String line) throws IOException {
        assertThat(line()).isEqualTo(line);
        return this;
    }

    /** Releases a waiting process. */
    public void proceed() throws IOException {
        tell("");
    }

    public void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    public void expectSuccess() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** Ends the process with SIGKILL. Its output can still be read. */
    public void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
