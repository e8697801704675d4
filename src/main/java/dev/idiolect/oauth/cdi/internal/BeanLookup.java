package dev.idiolect.oauth.cdi.internal;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;

/** Looks up the beans that a synthetic bean needs. */
final class BeanLookup {

    private BeanLookup() {}

    /**
     * Returns a bean of the application.
     *
     * <p>On a server with several applications, the lookup that the container passes to a bean creator may not see the
     * application's beans. {@link CDI#current()} sees them, but is not always available in Java SE, so it is only the
     * fallback.
     */
    static <T> T get(Instance<Object> lookup, Class<T> type) {
        return beans(lookup, type).select(type).get();
    }

    /** Returns a lookup that sees the application's beans, one of which has this type. */
    static Instance<Object> beans(Instance<Object> lookup, Class<?> type) {
        return lookup.select(type).isUnsatisfied() ? CDI.current() : lookup;
    }
}
