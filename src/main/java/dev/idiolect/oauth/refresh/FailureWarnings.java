package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.LruCache;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Warns once of each account whose refreshes fail while its access token still lives, since no caller gets an exception. */
final class FailureWarnings {

    private static final Logger LOG = System.getLogger(FailureWarnings.class.getName());
    private static final int LIMIT = 10_000;

    private final LruCache<Boolean> warned = new LruCache<>(LIMIT);

    void warn(String did, RefreshException failure) {
        // A transient failure usually ends before the token does.
        if (failure.isTransient() || warned.get(did) != null) {
            LOG.log(Level.DEBUG, "The access token of {0} is used to its end: {1}", did, failure.getMessage());
            return;
        }
        warned.put(did, true);
        LOG.log(
                Level.WARNING,
                "{0}. Calls go on until the access token expires, and fail then",
                String.valueOf(failure.getMessage()));
    }

    void reset(String did) {
        warned.remove(did);
    }
}
