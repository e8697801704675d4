package dev.idiolect.oauth.cdi.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects configuration mistakes, so that one message lists all of them. */
final class ConfigProblems {

    private final List<ConfigurationException> found = new ArrayList<>();

    /** Returns a part of the configuration. If it is invalid, records the mistake and returns the substitute. */
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

    /** @throws ConfigurationException if mistakes were recorded; the message lists all of them */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw found.size() == 1 ? found.get(0) : ConfigurationException.all(found);
        }
    }
}
