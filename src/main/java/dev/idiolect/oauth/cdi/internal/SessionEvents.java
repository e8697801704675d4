package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.session.SessionEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Fires what happens to sessions as CDI events, for {@code @Observes} methods.
 *
 * <p>Synchronously: when a login or logout returns, what observers do with it is done, such as a row for a new user. An
 * application that wants to be told later passes an event on by {@code fireAsync}. Observers of a lost session run on a
 * thread of the library, hence the request context, which is made where there is none.
 */
@ApplicationScoped
class SessionEvents {

    @Inject
    Event<SessionEvent> events;

    // One for each event: a controller remembers whether it has activated a context, for whichever thread.
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
