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

/** The terminal that this process was started in. */
final class SystemTerminal implements Terminal {

    private static final int STDIN = 0;
    private static final int STDERR = 2;
    private static final int LONGEST_PASSWORD = 4096;

    @Override
    public boolean showsProgress() {
        return isTerminal(STDERR);
    }

    @Override
    public char @Nullable [] askPassword(String prompt) {
        char[] answer = null;
        if (isTerminal(STDIN)) {
            // Null if standard output is redirected: then there is no way to switch the echo off.
            Console console = System.console();
            answer = console == null ? null : console.readPassword("%s", prompt);
        } else {
            try {
                answer = firstLine();
            } catch (IOException e) {
                return null;
            }
        }
        return answer == null || answer.length == 0 ? null : answer;
    }

    private static char[] firstLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = System.in.read(); b != -1 && b != '\n' && line.size() < LONGEST_PASSWORD; b = System.in.read()) {
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
            throw new IOException("the password is no UTF-8", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    // Java 17 has no way to ask for one descriptor; this one is POSIX.
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
            return System.console() != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
