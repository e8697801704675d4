package dev.idiolect.oauth;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Captures the output that people may read: the log at the finest level, exceptions, and texts that a test adds. */
final class CapturedOutput extends Handler implements AutoCloseable {

    // At this level HTTP clients log all that they send and receive; the library cannot prevent that.
    private static final List<String> WIRE_LOGS = List.of("jdk.", "org.apache.http");

    private final StringBuffer text = new StringBuffer();
    private final Logger root = Logger.getLogger("");
    private final Logger ours = Logger.getLogger("dev.idiolect");
    private final Level rootLevel = root.getLevel();
    private final Handler[] others = root.getHandlers();

    CapturedOutput() {
        setLevel(Level.ALL);
        for (Handler other : others) {
            root.removeHandler(other);
        }
        root.addHandler(this);
        root.setLevel(Level.ALL);
        ours.setLevel(Level.ALL);
    }

    void add(Object shown) {
        text.append(shown).append('\n');
    }

    /** Adds an exception with its causes, suppressed exceptions and the results of its methods. */
    void add(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        add(trace.toString());
        for (var method : thrown.getClass().getMethods()) {
            if (method.getParameterCount() == 0
                    && method.getDeclaringClass().getPackageName().startsWith("dev.idiolect")) {
                try {
                    add(method.invoke(thrown));
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
        }
        if (thrown.getCause() != null) {
            add(thrown.getCause());
        }
    }

    String text() {
        return text.toString();
    }

    @Override
    public void publish(LogRecord entry) {
        if (WIRE_LOGS.stream().noneMatch(entry.getLoggerName()::startsWith)) {
            add(new SimpleFormatter().format(entry));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
        for (Handler other : others) {
            root.addHandler(other);
        }
        root.setLevel(rootLevel);
        ours.setLevel(null);
    }
}
