package dev.idiolect.oauth.session;

/** Receives session events, once per event, after it has happened. Implementations must be thread-safe. */
@FunctionalInterface
public interface SessionListener {

    /**
     * Receives an event.
     *
     * <p>The thread that caused the event calls this method and waits for it; it holds no lock on the session. An
     * exception is logged and has no effect on the session.
     *
     * @param event the event
     */
    void onEvent(SessionEvent event);

    /**
     * Returns a listener that ignores events.
     *
     * @return the listener
     */
    static SessionListener none() {
        return event -> {};
    }
}
