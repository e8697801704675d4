package dev.idiolect.oauth.web;

import dev.idiolect.oauth.session.SessionEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records session events. */
@ApplicationScoped
public class RecordedEvents {

    private final List<SessionEvent> events = new CopyOnWriteArrayList<>();

    void on(@Observes SessionEvent event) {
        events.add(event);
    }

    public List<SessionEvent> events() {
        return List.copyOf(events);
    }
}
