package dev.idiolect.oauth.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.stream.Stream;

/**
 * Rotates the keys of a store after a line on standard input. Loads the classes before, so that a test can kill it at
 * any point.
 */
final class RotationMain {

    private RotationMain() {}

    public static void main(String[] store) throws Exception {
        PrintWriter err = new PrintWriter(Writer.nullWriter());
        Idiolect.run(CliEnvironment.system(), OutputStream.nullOutputStream(), err, command(store, "oauth", "status"));
        System.out.println("up");
        System.in.read();
        Idiolect.main(command(store, "oauth", "keys", "rotate", "--new-key"));
    }

    private static String[] command(String[] store, String... words) {
        return Stream.concat(Stream.of(words), Stream.of(store)).toArray(String[]::new);
    }
}
