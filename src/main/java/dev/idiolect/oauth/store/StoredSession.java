package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.internal.SameTokens;
import org.jspecify.annotations.Nullable;

/** Compares stored sessions. */
final class StoredSession {

    private StoredSession() {}

    /**
     * Returns whether a store has the expected session, or no session if {@code expected} is null. Returns true if the
     * stored session is {@linkplain StoreException#isUnreadable unreadable}, so that a login can replace it.
     *
     * @throws StoreException if the store fails otherwise
     */
    static boolean isStored(OAuthTokenStore store, String did, @Nullable OAuthSession expected) {
        try {
            return SameTokens.have(store.load(did).orElse(null), expected);
        } catch (StoreException e) {
            if (e.isUnreadable()) {
                return true;
            }
            // The session may be intact, or no longer stored: a replacement would lose tokens, or undo a logout.
            throw e;
        }
    }
}
