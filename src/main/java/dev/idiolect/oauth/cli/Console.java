package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.internal.http.SecretForms;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages for the user to standard error; data go to standard output. Omits a warning with the same text as the
 * failure of the command. Thread-safe.
 */
final class Console {

    private static final String ERASE_LINE = "\r\u001b[K";

    /** The code of a log message, which the failure of a command does not have. */
    private static final String CODE = "^IDOA-\\d{4}: ";

    private final PrintWriter err;
    private boolean inProgress;
    // The last warning. It is printed later, unless the command fails with the same text.
    private @Nullable String held;

    Console(PrintWriter err) {
        this.err = err;
    }

    synchronized void info(String line) {
        flush();
        print(line);
    }

    synchronized void warn(String line) {
        flush();
        held = SecretForms.hide(line);
    }

    /** Writes a failure. Its text can repeat what the user typed, such as a key in place of a name. */
    synchronized void error(String line) {
        String shown = SecretForms.hide(line);
        if (held != null && shown.contains(held.replaceFirst(CODE, ""))) {
            held = null;
        }
        info("error: " + shown);
    }

    /** Prints the last warning. */
    synchronized void flush() {
        String warning = held;
        held = null;
        if (warning != null) {
            print("warning: " + warning);
        }
    }

    private void print(String line) {
        endProgress();
        err.println(TerminalText.escape(line));
        err.flush();
    }

    /** Writes a progress line in place of the previous one; for terminals only. The next message replaces it. */
    synchronized void progress(String line) {
        flush();
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
