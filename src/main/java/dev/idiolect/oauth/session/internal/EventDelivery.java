package dev.idiolect.oauth.session.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Calls the application's listener. A failing listener must not change the outcome of a login, logout or refresh. */
public final class EventDelivery {

    private static final Logger LOG = System.getLogger(EventDelivery.class.getName());

    private EventDelivery() {}

    /**
     * Passes the event to the listener, and logs its failure.
     *
     * @param <E> the type of the event
     * @param listener the application's listener
     * @param event the event
     */
    public static <E> void deliver(Consumer<? super E> listener, E event) {
        try {
            listener.accept(event);
        } catch (Throwable e) {
            // Throwable, because listeners in Kotlin or Scala can throw checked exceptions.
            LOG.log(Level.WARNING, "IDOA-0901: A session listener failed; the session is not affected: " + event, e);
        }
    }
}
