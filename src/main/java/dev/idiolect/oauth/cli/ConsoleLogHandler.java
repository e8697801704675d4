package dev.idiolect.oauth.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Says what the library logs: its warnings, or with {@code --verbose} more; nothing in the form of a log. */
final class ConsoleLogHandler extends Handler {

    private final Logger library = Logger.getLogger("dev.idiolect");
    private final Level level = library.getLevel();
    private final boolean parents = library.getUseParentHandlers();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Console talk;

    ConsoleLogHandler(Console talk, boolean verbose) {
        this.talk = talk;
        setLevel(verbose ? Level.FINE : Level.WARNING);
        library.setLevel(getLevel());
        library.setUseParentHandlers(false);
        library.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            String text = formatter.formatMessage(entry);
            if (entry.getThrown() != null) {
                text += ": " + ErrorHandler.described(entry.getThrown());
            }
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                talk.warn(text);
            } else {
                talk.say("  " + text);
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        library.removeHandler(this);
        library.setUseParentHandlers(parents);
        library.setLevel(level);
    }
}
