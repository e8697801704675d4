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
    private final List<String> contexts = new CopyOnWriteArrayList<>();

    void on(@Observes SessionEvent event) {
        contexts.add(ContainerContext.seen());
        events.add(event.getClass().getSimpleName() + " " + event.did());
    }

    List<String> events() {
        return List.copyOf(events);
    }

    /** Returns the container context of each event. */
    List<String> contexts() {
        return List.copyOf(contexts);
    }
}
