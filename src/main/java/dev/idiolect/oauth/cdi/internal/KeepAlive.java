package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.refresh.SessionRefresher;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refreshes idle sessions while the application runs, if {@code idiolect.oauth.keep-alive} is set. */
@ApplicationScoped
class KeepAlive {

    @Inject
    OAuthConfig config;

    // Not before the start: it opens the store.
    @Inject
    Instance<SessionRefresher> refresher;

    private @Nullable KeepAliveRuns runs;

    void start() {
        Duration idleFor = config.keepAlive();
        // Several modules of an application can start with the same beans.
        if (idleFor != null && runs == null) {
            SessionRefresher sessions = refresher.get();
            KeepAliveRuns started = new KeepAliveRuns(() -> sessions.refreshExpiring(idleFor), idleFor);
            runs = started;
            DaemonThreads.start(new ContainerThreads(), "idiolect-oauth-keep-alive", started);
        }
    }

    // Before the store is closed.
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        stop();
    }

    @PreDestroy
    void stop() {
        KeepAliveRuns started = runs;
        if (started != null) {
            started.stop();
        }
    }
}
