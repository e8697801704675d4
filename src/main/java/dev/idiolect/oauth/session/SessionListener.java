package dev.idiolect.oauth.session;

/**
 * Receives session events. Each event is delivered once, after it has happened. Implementations must be thread-safe.
 */
@FunctionalInterface
public interface SessionListener {

    /**
     * Receives an event.
     *
     * <p>Called synchronously, on the thread that caused the event or on a thread of the library, without a lock on the
     * session. Exceptions are logged and do not affect the session.
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
