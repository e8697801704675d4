package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.cli.internal.doctor.Network;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs commands in this process, with the lines that a test types at the terminal. */
final class InProcess implements Terminal {

    static final Instant NOW = TestSessions.ISSUED.plusSeconds(90);

    private final Map<String, String> variables = new HashMap<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private final List<String> prompts = new ArrayList<>();
    private StringWriter out = new StringWriter();
    private volatile StringWriter err = new StringWriter();
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private int exitCode;
    private boolean progress;
    private @Nullable Network network;

    InProcess(Path home) {
        variables.put("HOME", home.toString());
    }

    /** Sets an environment variable, or removes it if the value is null. */
    void set(String variable, @Nullable String value) {
        if (value == null) {
            variables.remove(variable);
        } else {
            variables.put(variable, value);
        }
    }

    void setClock(Clock newClock) {
        clock = newClock;
    }

    /** Sets the network of the command doctor. */
    void setNetwork(Network newNetwork) {
        network = newNetwork;
    }

    void setShowsProgress(boolean showsProgress) {
        progress = showsProgress;
    }

    private CliEnvironment environment() {
        Network used = network == null ? Network.system(clock) : network;
        return new CliEnvironment(variables, clock, this, (URI page) -> false, used);
    }

    /** Runs a command and returns its exit code. */
    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CliEnvironment environment = environment();
        exitCode = Idiolect.commandLine(environment, new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return exitCode;
    }

    /** Runs a command that writes its result to {@code stdout}, and returns its exit code. */
    int run(OutputStream stdout, String... arguments) {
        err = new StringWriter();
        CliEnvironment environment = environment();
        return Idiolect.run(environment, stdout, new PrintWriter(err, true), arguments);
    }

    /** Runs a command with more options at its end. */
    int run(String[] options, String... arguments) {
        return run(Stream.concat(Stream.of(arguments), Stream.of(options)).toArray(String[]::new));
    }

    int exitCode() {
        return exitCode;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    /** Types a line at the next prompt. */
    void type(String line) {
        prompts.clear();
        typed.add(line);
    }

    List<String> prompts() {
        return prompts;
    }

    void save(Path directory, OAuthSession... sessions) {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory)) {
            for (OAuthSession session : sessions) {
                store.save(session);
            }
        }
    }

    @Override
    public boolean showsProgress() {
        return progress;
    }

    @Override
    public char[] readPassword(String prompt) {
        return null;
    }

    @Override
    public String readLine(String prompt) {
        if (!typed.isEmpty()) {
            prompts.add(prompt);
        }
        return typed.poll();
    }
}
