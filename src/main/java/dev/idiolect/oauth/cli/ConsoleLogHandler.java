package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.internal.delivery.EventDelivery;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Prints the library's log as plain messages: warnings only, or with {@code --verbose} all levels down to {@code FINE}.
 */
final class ConsoleLogHandler extends Handler {

    private final Logger library = Logger.getLogger("dev.idiolect");
    private final Level previousLevel = library.getLevel();
    private final boolean previousUseParentHandlers = library.getUseParentHandlers();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Console console;

    ConsoleLogHandler(Console console, boolean verbose) {
        this.console = console;
        setLevel(verbose ? Level.FINE : Level.WARNING);
        library.setLevel(getLevel());
        library.setUseParentHandlers(false);
        library.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        // Commands print the outcome themselves.
        boolean isAudit = EventDelivery.AUDIT_CATEGORY.equals(entry.getLoggerName());
        if (isLoggable(entry) && !isAudit) {
            String text = formatter.formatMessage(entry);
            if (entry.getThrown() != null) {
                text += ": " + ErrorHandler.describe(entry.getThrown(), text);
            }
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                console.warn(text);
            } else {
                console.info("  " + text);
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        library.removeHandler(this);
        library.setUseParentHandlers(previousUseParentHandlers);
        library.setLevel(previousLevel);
    }
}
