package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.session.SessionEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Fires session events as CDI events, for {@code @Observes} methods.
 *
 * <p>Events are synchronous: when a login or logout returns, its observers have run. For asynchronous handling an
 * application passes the event on with {@code fireAsync}. Observers of {@code SessionEnded} run on a thread of the library,
 * so a request context is activated if there is none.
 */
@ApplicationScoped
class SessionEvents {

    @Inject
    Event<SessionEvent> events;

    // One controller for each event: it remembers one activation for all threads.
    @Inject
    Instance<RequestContextController> requests;

    public void fire(SessionEvent event) {
        RequestContextController request = requests.get();
        boolean activated = request.activate();
        try {
            events.fire(event);
        } finally {
            if (activated) {
                request.deactivate();
            }
            requests.destroy(request);
        }
    }
}
