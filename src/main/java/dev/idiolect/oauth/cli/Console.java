package dev.idiolect.oauth.cli;

import java.io.PrintWriter;

/** What is said to a person, on standard error; data go to standard output. Safe for use by many threads. */
final class Console {

    private static final String START_OF_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private boolean inLine;

    Console(PrintWriter err) {
        this.err = err;
    }

    synchronized void say(String line) {
        endProgress();
        err.println(Printable.text(line));
        err.flush();
    }

    void warn(String line) {
        say("warning: " + line);
    }

    void error(String line) {
        say("error: " + line);
    }

    /** Writes a line over the one before, for terminals alone; what is said next takes its place. */
    synchronized void progress(String line) {
        err.print(START_OF_LINE + Printable.text(line));
        err.flush();
        inLine = true;
    }

    synchronized void endProgress() {
        if (inLine) {
            err.print(START_OF_LINE);
            err.flush();
            inLine = false;
        }
    }
}
