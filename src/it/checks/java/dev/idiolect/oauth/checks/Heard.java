package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.session.SessionEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records session events. */
@ApplicationScoped
public class Heard {

    private final List<String> events = new CopyOnWriteArrayList<>();

    void on(@Observes SessionEvent event) {
        events.add(event.getClass().getSimpleName() + " " + event.did());
    }

    List<String> events() {
        return List.copyOf(events);
    }
}
