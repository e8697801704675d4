package dev.idiolect.oauth.sample;

import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.runtimes.ServerProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The sample with a PDS on this machine, until Ctrl-C or another end of this JVM, which is Maven's. */
public final class Demo {

    private static final int PORT = 9080;
    private static final String ONE_MINUTE = "60000";

    // Not System.out: while this JVM ends, Maven takes its own stream away, and text in it is lost.
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private Demo() {}

    public static void main(String[] args) throws Exception {
        Path directory =
                Path.of(System.getProperty("basedir", ""), "target", "demo").toAbsolutePath();
        empty(directory);
        Demo demo = new Demo();
        Runtime.getRuntime().addShutdownHook(new Thread(demo::stop));
        demo.run(directory);
    }

    private void run(Path directory) throws InterruptedException {
        OUT.println();
        OUT.println("Starting a PDS on this machine. The first start installs it, which takes some minutes ...");
        // Short-lived access tokens, so that refreshes are visible.
        RealPds pds = opened(RealPds.start(Map.of(RealPds.ACCESS_TOKEN_TTL_MS, ONE_MINUTE)));
        OUT.println("Starting the sample on Open Liberty ...");
        int port = isFree(PORT) ? PORT : ServerProcess.freePort();
        LibertySample sample = opened(LibertySample.start(pds, port, directory));
        OUT.println();
        OUT.println("  Open      " + sample.url() + "/");
        OUT.println("  Handle    " + pds.handle());
        OUT.println("  Password  " + pds.password());
        OUT.println();
        OUT.println(
                "The account exists only for this run. Its access tokens expire after a minute. Press Ctrl-C to stop.");
        Thread.currentThread().join();
    }

    private synchronized <T extends AutoCloseable> T opened(T server) {
        started.push(server);
        return server;
    }

    private synchronized void stop() {
        if (started.isEmpty()) {
            return;
        }
        OUT.println();
        OUT.println("Stopping ...");
        for (AutoCloseable server : started) {
            try {
                server.close();
            } catch (Exception | AssertionError e) {
                OUT.println(e.getMessage());
            }
        }
        OUT.println("Stopped. The account is deleted.");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Deletes the data of an earlier run, whose accounts no longer exist. */
    private static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(directory);
    }
}
