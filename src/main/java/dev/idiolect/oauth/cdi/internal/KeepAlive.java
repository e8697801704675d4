package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.refresh.SessionRefresher;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refreshes idle sessions while the application runs, if {@code idiolect.oauth.keep-alive} is set. */
@ApplicationScoped
class KeepAlive {

    private @Nullable KeepAliveRuns runs;

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            OAuthConfig config,
            SessionRefresher refresher) {
        Duration idleFor = config.keepAlive();
        // Several modules of an application can start with the same beans.
        if (idleFor != null && runs == null) {
            KeepAliveRuns started = new KeepAliveRuns(() -> refresher.refreshExpiring(idleFor), idleFor);
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
