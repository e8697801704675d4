package dev.idiolect.oauth.web;

import dev.idiolect.oauth.session.SessionEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** An observer that throws. */
@ApplicationScoped
public class ThrowingObserver {

    void on(@Observes SessionEvent event) {
        throw new IllegalStateException("thrown by the observer");
    }
}
