package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of a server when the JVM that started it ends. */
@Timeout(60)
class ServerProcessIT {

    /** A script that starts another process, like the scripts of servers, and prints both process ids. */
    private static final String SERVER = "sleep 600 & echo $$ $!; wait";

    @TempDir
    Path directory;

    @Test
    void serverEndsWithTheJvmThatStartedIt() throws IOException {
        endsAfter(Process::destroy);
    }

    @Test
    void serverEndsWhenTheJvmThatStartedItIsKilled() throws IOException {
        endsAfter(Process::destroyForcibly);
    }

    private void endsAfter(Consumer<Process> end) throws IOException {
        Path log = directory.resolve("server.log");
        Process starter = start(log, "sh", "-c", SERVER);
        try {
            assertThat(starter.inputReader().readLine()).isEqualTo("started");
            await().until(() -> processes(log).size() == 2);
            assertThat(processes(log)).allMatch(ServerProcessIT::runs);
            end.accept(starter);
            await().until(() -> processes(log).stream().noneMatch(ServerProcessIT::runs));
        } finally {
            starter.destroyForcibly();
            processes(log).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    private static Process start(Path log, String... server) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Jdk.current().java(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                StartMain.class.getName(),
                                log.toString()),
                        Stream.of(server))
                .toList();
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    }

    private static List<Long> processes(Path log) throws IOException {
        return Files.exists(log)
                ? Stream.of(Files.readString(log).split("\\s+"))
                        .filter(pid -> !pid.isEmpty())
                        .map(Long::valueOf)
                        .toList()
                : List.of();
    }

    /** An ended process may still have its id, but no command. */
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }
}
