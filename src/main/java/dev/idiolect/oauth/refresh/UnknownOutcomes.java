package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.Base64Url;
import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Remembers refreshes without a response. The server may still have consumed the refresh token. It then ends the session
 * when the token is used again, and the application should get the true reason. Thread-safe.
 */
final class UnknownOutcomes {

    private static final Logger LOG = System.getLogger(UnknownOutcomes.class.getName());

    private static final int LIMIT = 10_000;

    // Hashes of the refresh tokens that this process may have used, by account. Not the tokens themselves, which would
    // stay in memory after a logout. The store knows the tokens that other hosts may have used.
    private final LruCache<String> hashes = new LruCache<>(LIMIT);

    /** Handles a failed refresh under its lock. */
    void failed(OAuthSession session, RefreshException failure, SessionLock lock) {
        if (failure.isTokenUnused()) {
            unused(session, lock);
        } else {
            hashes.put(session.did(), hash(session));
            if (failure.isTransient()) {
                failure.markOutcomeUnknown();
            }
        }
    }

    /** Withdraws the permit. The server has certainly not consumed the token. */
    static void unused(OAuthSession session, SessionLock lock) {
        try {
            lock.withdraw();
        } catch (RuntimeException e) {
            // The store tries again when the lock is released. If that fails too, no refresh is possible for ten
            // minutes.
            LOG.log(Level.WARNING, "IDOA-0305: Cannot withdraw the refresh permit of " + session.did(), e);
        }
    }

    /** Returns the end of a session, with {@link EndReason#RESPONSE_LOST} if a response was lost before. */
    ReauthenticationRequiredException explain(
            OAuthSession session, ReauthenticationRequiredException end, SessionLock lock) {
        boolean lost = hash(session).equals(hashes.get(session.did())) || lock.followsUnknownOutcome();
        hashes.remove(session.did());
        return lost && end.reason() == EndReason.REFUSED
                ? ReauthenticationRequiredException.of(
                        session.did(),
                        EndReason.RESPONSE_LOST,
                        "the response to an earlier refresh was lost, and the server does not accept the old refresh token"
                                + " again")
                : end;
    }

    void reset(String did) {
        hashes.remove(did);
    }

    private static String hash(OAuthSession session) {
        return Base64Url.sha256(session.refreshJwt());
    }
}
