package dev.idiolect.oauth.cdi.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the mistakes of a configuration, so that a user can fix all of them before the next start. */
final class ConfigProblems {

    private final List<ConfigurationException> found = new ArrayList<>();

    /** Returns a part of the configuration, or a substitute if it has a mistake. */
    <T extends @Nullable Object> T read(Supplier<? extends T> part, T substitute) {
        try {
            return part.get();
        } catch (ConfigurationException e) {
            found.add(e);
            return substitute;
        }
    }

    void add(ConfigurationException mistake) {
        found.add(mistake);
    }

    /** @throws ConfigurationException if there was a mistake; the message has all of them */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw found.size() == 1 ? found.get(0) : ConfigurationException.all(found);
        }
    }
}
