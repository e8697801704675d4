package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.LruCache;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Warns once for each account whose refresh fails while its access token is valid, because no caller gets an exception.
 */
final class FailureWarnings {

    private static final Logger LOG = System.getLogger(FailureWarnings.class.getName());
    private static final int LIMIT = 10_000;

    private final LruCache<Boolean> warned = new LruCache<>(LIMIT);

    void warn(String did, RefreshException failure) {
        // A transient failure usually ends before the token expires.
        if (failure.isTransient() || warned.get(did) != null) {
            LOG.log(Level.DEBUG, "Using the access token of {0} until it expires: {1}", did, failure.getMessage());
            return;
        }
        warned.put(did, true);
        LOG.log(
                Level.WARNING,
                "IDOA-0302: {0}. Calls work until the access token expires, and fail after that",
                String.valueOf(failure.getMessage()));
    }

    void reset(String did) {
        warned.remove(did);
    }
}
