package dev.idiolect.oauth.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Is told what happens to sessions, once for each event, after it has happened. Must be safe for use by many threads. */
@FunctionalInterface
public interface SessionListener {

    /**
     * Is called on the thread that did it, which waits; no lock on the session is held. What this throws is logged and
     * changes nothing.
     *
     * @param event what has happened
     */
    void onEvent(SessionEvent event);

    /**
     * Tells this listener of an event, and logs what goes wrong with that: the session is in or out all the same.
     *
     * @param event what has happened
     */
    default void tell(SessionEvent event) {
        try {
            onEvent(event);
        } catch (Throwable e) {
            // Checked ones too, which other languages than Java throw undeclared.
            Logger log = System.getLogger(SessionListener.class.getName());
            log.log(Level.WARNING, "A listener failed; what it was told of has happened all the same: " + event, e);
        }
    }

    /**
     * Returns a listener that does nothing.
     *
     * @return the listener
     */
    static SessionListener none() {
        return event -> {};
    }
}
