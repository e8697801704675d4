package dev.idiolect.oauth.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A fake PDS in another process. It checks the proof of each signed call, with the fastest crypto provider, so that it takes
 * as little of the machine as it can.
 */
final class LoadServer implements Closeable {

    private final Process process;
    private final Path sessions;

    private LoadServer(Process process, Path sessions) {
        this.process = process;
        this.sessions = sessions;
    }

    /** Starts the server with sessions of numbered accounts. */
    static LoadServer start(int accounts) throws IOException {
        Path sessions = Files.createTempFile(Files.createDirectories(Path.of("target", "bench")), "load-", ".jsonl")
                .toAbsolutePath();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadServer.class.getName(),
                        Integer.toString(accounts),
                        sessions.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        LoadServer server = new LoadServer(process, sessions);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (output.readLine() == null) {
            server.close();
            throw new IOException("the fake PDS does not start");
        }
        return server;
    }

    /** Returns the file with the sessions, one in each line. */
    Path sessions() {
        return sessions;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Files.delete(sessions);
    }

    public static void main(String[] arguments) throws IOException {
        AmazonCorrettoCryptoProvider.install();
        try (FakePds pds = FakePds.start()) {
            List<String> sessions = IntStream.range(0, Integer.parseInt(arguments[0]))
                    .mapToObj(number -> pds.session(Sessions.did(number)).toJson())
                    .toList();
            Files.write(Path.of(arguments[1]), sessions);
            System.out.println(pds.pdsUrl());
            // Ends when the process that started it closes its end of the pipe, even if it is killed.
            while (System.in.read() >= 0) {}
        }
    }
}
