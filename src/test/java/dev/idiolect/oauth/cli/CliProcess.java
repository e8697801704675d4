package dev.idiolect.oauth.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code idiolect}: reads its output and types its input. */
final class CliProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The exit code and output of a process. */
    record Ended(int exitCode, String out, String err) {
        String all() {
            return out + err;
        }
    }

    private final Process process;
    private final Output out;
    private final Output err;

    private CliProcess(Process process) {
        this.process = process;
        out = new Output(process.getInputStream());
        err = new Output(process.getErrorStream());
    }

    static CliProcess start(ProcessBuilder builder) {
        try {
            return new CliProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for output that matches and returns the match. */
    Matcher awaitOut(String regex) {
        return out.await(Pattern.compile(regex));
    }

    Matcher awaitErr(String regex) {
        return err.await(Pattern.compile(regex));
    }

    /** Returns the output so far, for a failure message. */
    String outputSoFar() {
        return out.toString() + err;
    }

    CliProcess type(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CliProcess closeInput() {
        try {
            process.getOutputStream().close();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ended end() {
        try (this) {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Still running after " + LIMIT + ":\n" + out + err);
            }
            return new Ended(process.exitValue(), out.toEnd(), err.toEnd());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Collects the output of a stream. */
    private static final class Output {

        private final StringBuilder text = new StringBuilder();
        private final Thread reader;
        private boolean ended;

        Output(InputStream stream) {
            reader = new Thread(() -> drain(stream), "cli-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void drain(InputStream stream) {
            byte[] bytes = new byte[4096];
            try (stream) {
                for (int read = stream.read(bytes); read != -1; read = stream.read(bytes)) {
                    synchronized (this) {
                        text.append(new String(bytes, 0, read, StandardCharsets.UTF_8));
                        notifyAll();
                    }
                }
            } catch (IOException e) {
                // The process has ended.
            } finally {
                synchronized (this) {
                    ended = true;
                    notifyAll();
                }
            }
        }

        synchronized Matcher await(Pattern pattern) {
            long end = System.nanoTime() + LIMIT.toNanos();
            try {
                while (true) {
                    Matcher matcher = pattern.matcher(text.toString());
                    if (matcher.find()) {
                        return matcher;
                    }
                    long left = (end - System.nanoTime()) / 1_000_000;
                    if (ended || left <= 0) {
                        throw new AssertionError("No " + pattern + " in:\n" + text);
                    }
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        String toEnd() throws InterruptedException {
            reader.join(5000);
            return toString();
        }

        @Override
        public synchronized String toString() {
            return text.toString();
        }
    }
}
