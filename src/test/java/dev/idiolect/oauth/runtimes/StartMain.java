package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Starts a server with a log file, prints "started", and ends with its input without closing the server. */
final class StartMain {

    private StartMain() {}

    public static void main(String[] args) throws IOException {
        String[] command = Arrays.copyOfRange(args, 1, args.length);
        ServerProcess.start(new ProcessBuilder(command), Map.of(), Path.of(args[0]));
        System.out.println("started");
        System.in.read();
    }
}
