package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.session.internal.JsonbMissingException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.json.bind.spi.JsonbProvider;
import jakarta.json.spi.JsonProvider;
import java.util.ServiceConfigurationError;

/**
 * Stops the startup of an application without JSON-B, which some runtimes do not include. Otherwise the first call
 * would fail, because sessions cannot be read without JSON-B.
 */
@ApplicationScoped
class JsonStartup {

    // Runs before the other startup observers, whose error messages would be less clear.
    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) @Initialized(ApplicationScoped.class)
                    Object event) {
        try {
            JsonbProvider.provider();
            JsonProvider.provider();
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            // The API or its implementation is missing, and with it perhaps the classes of its exceptions.
            throw new JsonbMissingException(e);
        }
    }
}
