package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;

/** Asks the store for the permit to send a refresh token. */
final class RefreshPermit {

    private RefreshPermit() {}

    /**
     * Returns normally if the refresh token may be sent.
     *
     * @throws RefreshException if another host has taken over, or if the store fails; the token is unused
     */
    static void require(OAuthSession session, SessionLock lock) {
        boolean granted;
        try {
            granted = lock.permit(session);
        } catch (StoreException e) {
            throw RefreshException.transientFailure(
                            session.did(),
                            "the store could not grant the permit to send the refresh token: " + e.getMessage(),
                            null,
                            e)
                    .withTokenUnusedIf(true);
        }
        if (!granted) {
            throw RefreshException.transientFailure(
                            session.did(),
                            "another host has taken over the refresh, or the user has signed in or out",
                            null,
                            null)
                    .withTokenUnusedIf(true);
        }
    }
}
