package dev.idiolect.oauth.testkit;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * An {@link AtprotoServer} as a program, for the development of applications. It prints the accounts, and the keys to
 * configure in the application, and runs until it is stopped.
 *
 * <pre>{@code
 * java -cp 'lib/*' dev.idiolect.oauth.testkit.DevServer [--pds-port 2583] [--plc-port 2582] [handle...]
 * }</pre>
 */
public final class DevServer {

    private static final int PDS_PORT = 2583;
    private static final int PLC_PORT = 2582;

    private static final String USAGE = "Usage: DevServer [--pds-port " + PDS_PORT + "] [--plc-port " + PLC_PORT
            + "] [handle...], for example: DevServer alice.test bob.test";

    private DevServer() {}

    /**
     * Starts the server, and waits until the process is stopped.
     *
     * @param arguments {@code --pds-port} and {@code --plc-port}, each with a port; and the handles of the accounts
     * @throws InterruptedException if the thread is interrupted; the server is closed then
     */
    public static void main(String[] arguments) throws InterruptedException {
        try (AtprotoServer server = start(List.of(arguments))) {
            System.out.println(text(server));
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** Starts the server that the arguments describe. */
    static AtprotoServer start(List<String> arguments) {
        AtprotoServer.Builder builder =
                AtprotoServer.builder().pdsPort(PDS_PORT).plcPort(PLC_PORT);
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.removeFirst();
            switch (argument) {
                case "--pds-port" -> builder.pdsPort(port(argument, rest));
                case "--plc-port" -> builder.plcPort(port(argument, rest));
                default -> builder.account(handle(argument));
            }
        }
        return builder.start();
    }

    private static int port(String option, Deque<String> rest) {
        String value = rest.isEmpty() ? "" : rest.removeFirst();
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Invalid " + option + " \"" + value + "\": use a port number. " + USAGE, e);
        }
    }

    private static String handle(String argument) {
        if (argument.startsWith("-")) {
            throw new IllegalArgumentException("Unknown option " + argument + ". " + USAGE);
        }
        return argument;
    }

    /** Returns what a developer needs to know. */
    static String text(AtprotoServer server) {
        String accounts = server.accounts().stream()
                .map(account -> "  " + account.handle() + "  password " + account.password() + "  " + account.did())
                .collect(Collectors.joining("\n"));
        String keys = new TreeMap<>(server.configuration())
                .entrySet().stream()
                        .map(key -> "  " + key.getKey() + "=" + key.getValue())
                        .collect(Collectors.joining("\n"));
        return """
                AT Protocol test server: %s

                Configure these keys in the application:
                %s

                Start the application, and sign in there with one of these accounts:
                %s

                Press Ctrl+C to stop. The server then forgets everything.
                """.formatted(server.pdsUrl(), keys, accounts).stripTrailing();
    }
}
