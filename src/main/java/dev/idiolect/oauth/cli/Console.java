package dev.idiolect.oauth.cli;

import java.io.PrintWriter;

/** Writes messages for the user to standard error. Data go to standard output. Thread-safe. */
final class Console {

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private boolean inProgress;

    Console(PrintWriter err) {
        this.err = err;
    }

    synchronized void info(String line) {
        endProgress();
        err.println(TerminalText.escape(line));
        err.flush();
    }

    void warn(String line) {
        info("warning: " + line);
    }

    void error(String line) {
        info("error: " + line);
    }

    /** Writes a progress line in place of the previous one; for terminals only. The next message replaces it. */
    synchronized void progress(String line) {
        err.print(ERASE_LINE + TerminalText.escape(line));
        err.flush();
        inProgress = true;
    }

    synchronized void endProgress() {
        if (inProgress) {
            err.print(ERASE_LINE);
            err.flush();
            inProgress = false;
        }
    }
}
