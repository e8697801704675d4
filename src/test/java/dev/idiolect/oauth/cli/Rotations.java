package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.QuickJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Runs rotations of encryption keys in other processes, to their end or to a random point. */
final class Rotations implements AutoCloseable {

    /** The number of processes started in advance, because a JVM takes longer to start than to rotate. */
    private static final int AHEAD = 2;

    private final Path directory;
    private final List<String> store;
    private final Deque<Process> started = new ArrayDeque<>();
    private final Random random = new Random();
    private long duration;

    /** @param store the options that select the store */
    Rotations(Path directory, List<String> store) {
        this.directory = directory;
        this.store = store;
    }

    /** Runs a rotation to its end, and records its duration. */
    void run() throws IOException, InterruptedException {
        Process rotation = begin();
        long start = System.nanoTime();
        assertThat(rotation.waitFor()).isZero();
        duration = System.nanoTime() - start;
    }

    /** Kills a rotation at a random point. Returns false if it had ended before. */
    boolean kill() throws IOException, InterruptedException {
        Process rotation = begin();
        boolean ended = rotation.waitFor(random.nextLong(duration), TimeUnit.NANOSECONDS);
        rotation.destroyForcibly().waitFor();
        return !ended;
    }

    private Process begin() throws IOException {
        while (started.size() <= AHEAD) {
            started.addLast(start());
        }
        Process rotation = started.removeFirst();
        assertThat(rotation.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("up");
        rotation.getOutputStream().write('\n');
        rotation.getOutputStream().flush();
        return rotation;
    }

    private Process start() throws IOException {
        List<String> command = QuickJvm.command();
        command.add(RotationMain.class.getName());
        command.addAll(store);
        return new ProcessBuilder(command)
                .redirectError(Files.createTempFile(directory, "rotate", ".log").toFile())
                .start();
    }

    @Override
    public void close() {
        started.forEach(process -> process.destroyForcibly().onExit().join());
    }
}
