package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers refreshes without a response. The server may have consumed the refresh token all the same; it then ends the
 * session when the token is used again, and the user should learn the true reason. Safe for use by many threads.
 */
final class UnknownOutcomes {

    private static final Logger LOG = System.getLogger(UnknownOutcomes.class.getName());

    // The refresh tokens that this process may have used, by account; the store knows those of other hosts. Transient,
    // so
    // that no serializer writes them.
    private final transient Map<String, String> tokens = new ConcurrentHashMap<>();

    /** Handles a failed refresh under its lock. */
    void failed(OAuthSession session, RefreshException failure, SessionLock lock) {
        if (failure.isTokenUnused()) {
            withdraw(session, lock);
        } else {
            tokens.put(session.did(), session.refreshJwt());
        }
    }

    // Logged only: without it, the next refresh merely gives another reason.
    private static void withdraw(OAuthSession session, SessionLock lock) {
        try {
            lock.withdraw();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "Cannot withdraw the refresh permit of " + session.did(), e);
        }
    }

    /** Returns the end of a session; with {@link EndReason#RESPONSE_LOST} if a lost response explains it. */
    ReauthenticationRequiredException explain(
            OAuthSession session, ReauthenticationRequiredException end, SessionLock lock) {
        boolean lost = session.refreshJwt().equals(tokens.remove(session.did())) || lock.followsUnknownOutcome();
        return lost && end.reason() == EndReason.REFUSED
                ? ReauthenticationRequiredException.of(
                        session.did(),
                        EndReason.RESPONSE_LOST,
                        "the response to an earlier refresh was lost, and the server does not accept the old refresh token"
                                + " again")
                : end;
    }

    void reset(String did) {
        tokens.remove(did);
    }
}
