package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.internal.SameTokens;
import org.jspecify.annotations.Nullable;

/** Compares stored sessions. */
final class StoredSession {

    private StoredSession() {}

    /**
     * Returns whether a store has the expected session, or no session if {@code expected} is null. Returns true if the
     * stored session cannot be read, so that a login can replace it.
     *
     * @throws StoreException if only the encryption key of the stored session is missing
     */
    static boolean isStored(OAuthTokenStore store, String did, @Nullable OAuthSession expected) {
        try {
            return SameTokens.have(store.load(did).orElse(null), expected);
        } catch (StoreException e) {
            if (e.missingKeyId().isPresent()) {
                // The session is intact. Replacing it would lose its tokens.
                throw e;
            }
            return true;
        }
    }
}
