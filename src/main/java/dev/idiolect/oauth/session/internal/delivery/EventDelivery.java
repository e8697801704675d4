package dev.idiolect.oauth.session.internal.delivery;

import dev.idiolect.oauth.session.SessionEvent;
import dev.idiolect.oauth.session.SessionListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Writes events to the audit log, and calls the application's listener. Neither must change the outcome of a login, logout
 * or refresh.
 */
public final class EventDelivery {

    /** The log category of the audit log. */
    public static final String AUDIT_CATEGORY = AuditLog.CATEGORY;

    private static final Logger LOG = System.getLogger(EventDelivery.class.getName());

    private EventDelivery() {}

    /**
     * Passes the event to the audit log and the listener, and logs their failures.
     *
     * @param listener the application's listener
     * @param event the event
     */
    public static void deliver(SessionListener listener, SessionEvent event) {
        quietly(event, () -> AuditLog.write(event));
        quietly(event, () -> listener.onEvent(event));
    }

    private static void quietly(SessionEvent event, Runnable receiver) {
        try {
            receiver.run();
        } catch (Throwable e) {
            // Throwable, because listeners in Kotlin or Scala can throw checked exceptions.
            LOG.log(Level.WARNING, "IDOA-0901: A session listener failed; the session is not affected: " + event, e);
        }
    }
}
