package dev.idiolect.oauth;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A log handler that throws at each line. */
public final class FullLog extends Handler {

    public static final String MESSAGE = "the log is full";

    private FullLog() {}

    /** Runs work while the log of a class is full. */
    public static void during(String className, Runnable work) {
        Logger log = Logger.getLogger(className);
        Handler full = new FullLog();
        log.setLevel(Level.ALL);
        log.addHandler(full);
        try {
            work.run();
        } finally {
            log.removeHandler(full);
            log.setLevel(null);
        }
    }

    @Override
    public void publish(LogRecord line) {
        throw new IllegalStateException(MESSAGE);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
