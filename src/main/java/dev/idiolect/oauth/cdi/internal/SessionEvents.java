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
 * <p>Events are synchronous: when a login or logout returns, its observers have run. For asynchronous handling, an
 * application can fire the event again with {@code fireAsync}. Observers of refreshes, such as of {@code SessionEnded}, run on a thread of
 * this library, so a request context is activated if there is none.
 */
@ApplicationScoped
class SessionEvents {

    @Inject
    Event<SessionEvent> events;

    // A new controller for each event, because a controller has one activation state for all threads.
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
