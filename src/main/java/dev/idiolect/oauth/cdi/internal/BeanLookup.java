package dev.idiolect.oauth.cdi.internal;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;

/** Looks up the beans that a synthetic bean needs. */
final class BeanLookup {

    private BeanLookup() {}

    /**
     * Returns a bean of the application.
     *
     * <p>On a server with several applications, the lookup passed to a creator may resolve from the container's own archive,
     * which sees no application. {@link CDI#current()} resolves from the caller's archive, but not everywhere in Java SE,
     * so it is the second choice.
     */
    static <T> T get(Instance<Object> lookup, Class<T> type) {
        Instance<T> found = lookup.select(type);
        return found.isUnsatisfied() ? CDI.current().select(type).get() : found.get();
    }
}
