package dev.idiolect.oauth.cdi.internal;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.json.bind.spi.JsonbProvider;
import jakarta.json.spi.JsonProvider;
import java.util.ServiceConfigurationError;

/**
 * Stops the start of an application that has no JSON-B, as some runtimes leave it to the application to bring it: without
 * it no session can be read, which would only show at the first call.
 */
@ApplicationScoped
class JsonStartup {

    // Before everything else of ours, which would fail less clearly.
    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) @Initialized(ApplicationScoped.class)
                    Object event) {
        try {
            JsonbProvider.provider();
            JsonProvider.provider();
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            // The API or what implements it: in either case the types of its exceptions may be missing too.
            throw new JsonbMissingException(
                    "JSON-B (jakarta.json.bind), by which sessions and records are read and written, is missing or can't be"
                            + " used. Add it to the application: on Quarkus the extension io.quarkus:quarkus-jsonb, elsewhere"
                            + " org.eclipse:yasson",
                    e);
        }
    }
}
