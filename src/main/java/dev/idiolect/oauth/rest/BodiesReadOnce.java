package dev.idiolect.oauth.rest;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, which are read by whichever of its runs needs them first, and by that one only. */
final class BodiesReadOnce {

    private final Supplier<RepeatableArguments> reading;
    private @Nullable RepeatableArguments read;
    private @Nullable RuntimeException failure;

    BodiesReadOnce(Supplier<RepeatableArguments> reading) {
        this.reading = reading;
    }

    /** Returns the arguments, or fails as it did the first time: of a body half read, the rest would be a wrong one. */
    synchronized RepeatableArguments get() {
        if (failure != null) {
            throw failure;
        }
        if (read == null) {
            try {
                read = reading.get();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return read;
    }
}
