package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.session.SessionEnded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

// example: begin
@ApplicationScoped
public class EndedSessions {

    @Inject
    UserSessions sessions;

    void onSessionEnded(@Observes SessionEnded event) {
        sessions.end(event.did()); // the user must sign in again
    }
}
// example: end
