package dev.idiolect.oauth.cdi.internal;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;

/** Finds the beans that a synthetic one is made of. */
final class BeanLookup {

    private BeanLookup() {}

    /**
     * Returns a bean of the application.
     *
     * <p>In a server of several applications what a creator is given may look from where the container's own extension is,
     * which sees no application. {@link CDI#current()} looks from the archive of the class that asks; but not everywhere in
     * Java SE, where it is therefore the second choice.
     */
    static <T> T get(Instance<Object> lookup, Class<T> type) {
        Instance<T> found = lookup.select(type);
        return found.isUnsatisfied() ? CDI.current().select(type).get() : found.get();
    }
}
