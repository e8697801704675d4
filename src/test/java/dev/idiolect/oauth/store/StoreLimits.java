package dev.idiolect.oauth.store;

import dev.idiolect.oauth.store.internal.persistent.ProcessLocks;
import java.time.Duration;

/** Limits of stores, for tests of other packages. */
public final class StoreLimits {

    public static final Duration CLOSE_PATIENCE = ProcessLocks.CLOSE_PATIENCE;

    private StoreLimits() {}
}
