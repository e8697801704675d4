package dev.idiolect.oauth.cli;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The terminal of this process. */
final class SystemTerminal implements Terminal {

    private static final int STDIN = 0;
    private static final int STDERR = 2;
    private static final int MAX_PASSWORD_BYTES = 4096;

    @Override
    public boolean showsProgress() {
        return isTerminal(STDERR);
    }

    @Override
    public char @Nullable [] readPassword(String prompt) {
        char[] password;
        if (isTerminal(STDIN)) {
            Console console = interactiveConsole();
            password = console == null ? null : console.readPassword("%s", prompt);
        } else {
            try {
                password = readLine();
            } catch (IOException e) {
                return null;
            }
        }
        return password == null || password.length == 0 ? null : password;
    }

    @Override
    public @Nullable String readLine(String prompt) {
        Console console = isTerminal(STDIN) ? interactiveConsole() : null;
        return console == null ? null : console.readLine("%s", prompt);
    }

    /** Returns the console, or null if input or output is redirected, because the echo can then not be switched off. */
    @SuppressWarnings("SystemConsoleNull") // Since JDK 22, isTerminal() reports a redirection instead of null.
    private static @Nullable Console interactiveConsole() {
        Console console = System.console();
        try {
            return console == null
                            || (Boolean) Console.class.getMethod("isTerminal").invoke(console)
                    ? console
                    : null;
        } catch (NoSuchMethodException e) {
            return console;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static char[] readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = System.in.read(); b != -1 && b != '\n' && line.size() < MAX_PASSWORD_BYTES; b = System.in.read()) {
            line.write(b);
        }
        byte[] bytes = line.toByteArray();
        try {
            int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
            CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            char[] password = new char[chars.remaining()];
            chars.get(password);
            Arrays.fill(chars.array(), '\0');
            return password;
        } catch (CharacterCodingException e) {
            throw new IOException("The password is not valid UTF-8", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    // Java 17 cannot check a single descriptor. The command "test" is part of POSIX.
    private static boolean isTerminal(int descriptor) {
        try {
            ProcessBuilder builder = new ProcessBuilder("test", "-t", Integer.toString(descriptor));
            builder.redirectInput(descriptor == STDIN ? Redirect.INHERIT : Redirect.PIPE);
            builder.redirectOutput(Redirect.DISCARD);
            builder.redirectError(descriptor == STDERR ? Redirect.INHERIT : Redirect.DISCARD);
            builder.environment().clear();
            Process test = builder.start();
            if (test.waitFor(5, TimeUnit.SECONDS)) {
                return test.exitValue() == 0;
            }
            test.destroyForcibly();
        } catch (IOException e) {
            return interactiveConsole() != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
