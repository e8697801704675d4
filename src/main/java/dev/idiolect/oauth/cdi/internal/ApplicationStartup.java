package dev.idiolect.oauth.cdi.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanContainer;

/** Creates all beans when the application starts, so that an error stops the deployment instead of the first call. */
@ApplicationScoped
class ApplicationStartup {

    // Quarkus creates its data sources between the two events. On other runtimes, only the first one comes before
    // requests.
    void initialized(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            BeanContainer container,
            Instance<OAuthStartup> calls,
            Instance<LoginStartup> logins,
            KeepAlive keepAlive) {
        if (!isQuarkus(container)) {
            start(calls, logins, keepAlive);
        }
    }

    void started(
            @Observes Startup event,
            BeanContainer container,
            Instance<OAuthStartup> calls,
            Instance<LoginStartup> logins,
            KeepAlive keepAlive) {
        if (isQuarkus(container)) {
            start(calls, logins, keepAlive);
        }
    }

    private static boolean isQuarkus(BeanContainer container) {
        return container.getClass().getName().startsWith("io.quarkus.");
    }

    private static void start(Instance<OAuthStartup> calls, Instance<LoginStartup> logins, KeepAlive keepAlive) {
        calls.get().start();
        logins.get().start();
        keepAlive.start();
    }
}
