package dev.idiolect.oauth.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Captures the log of a class while this is open. */
public final class LogCapture extends Handler implements AutoCloseable {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Logger logger;

    public LogCapture(Class<?> type) {
        this(type.getName());
    }

    private LogCapture(String category) {
        logger = Logger.getLogger(category);
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** The same, including debug messages. */
    public static LogCapture ofEverything(Class<?> type) {
        return ofEverything(type.getName());
    }

    /** Captures a log category, including debug messages. */
    public static LogCapture ofEverything(String category) {
        LogCapture capture = new LogCapture(category);
        capture.logger.setLevel(Level.ALL);
        return capture;
    }

    public List<String> messages() {
        return messages;
    }

    @Override
    public void publish(LogRecord entry) {
        messages.add(new SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }
}
