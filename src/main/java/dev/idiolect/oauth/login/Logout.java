package dev.idiolect.oauth.login;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.SignedOut;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs accounts out: ends the session at its server, then removes it from the store. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009">RFC 7009: token revocation</a>
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-delete-session">com.atproto.server.deleteSession</a>
 */
public final class Logout {

    private static final Logger LOG = System.getLogger(Logout.class.getName());

    private final OAuthTokenStore store;
    private final Revocation revocation;
    private final SessionListener listener;

    /**
     * Creates a logout.
     *
     * @param client the application's client, with its keys; null if there are only sessions of app passwords, or of public
     *     clients that they name themselves
     * @param context what every way to sign out needs
     */
    public Logout(@Nullable OAuthClient client, LoginSettings context) {
        this(client, context, context.http());
    }

    Logout(@Nullable OAuthClient client, LoginSettings context, SsrfSafeHttpClient http) {
        store = context.store();
        listener = context.listener();
        revocation = new Revocation(http, context, client);
    }

    /**
     * Signs an account out, and keeps the session if its server can't be told. Does nothing if there is none.
     *
     * @param did the account
     * @throws InvalidDidException if {@code did} is no DID
     * @throws LogoutException if the server could not be told; the session is still stored
     * @throws StoreException if the store fails, or a refresh holds the lock of the account for longer than two minutes
     */
    public void logout(String did) {
        logout(did, RevocationFailure.KEEP_SESSION);
    }

    /**
     * Signs an account out. Does nothing if it has no session.
     *
     * @param did the account
     * @param mode what becomes of the session if its server can't be told
     * @return whether the session has ended at its server too; always true with {@link RevocationFailure#KEEP_SESSION}
     * @throws InvalidDidException if {@code did} is no DID
     * @throws LogoutException if the server could not be told and {@code mode} is {@link RevocationFailure#KEEP_SESSION}
     * @throws StoreException if the store fails, or a refresh holds the lock of the account for longer than two minutes; not for a session
     *     that can't be read if {@code mode} is {@link RevocationFailure#DELETE_SESSION}
     */
    public boolean logout(String did, RevocationFailure mode) {
        boolean told;
        // A refresh under way would put the session back, or the tokens that are revoked would be old ones.
        SessionLock lock = store.lock(Did.require(did), SessionReplacement.WAIT_FOR_LOCK);
        try {
            Optional<OAuthSession> session = stored(did, mode);
            if (session == null) {
                told = false;
            } else if (session.isEmpty()) {
                return true;
            } else {
                told = end(session.get(), mode);
            }
            store.delete(did);
        } finally {
            SessionReplacement.close(lock);
        }
        listener.tell(new SignedOut(did, told));
        return told;
    }

    /** Returns null for a session that can't be read and is to be forgotten anyway. */
    private @Nullable Optional<OAuthSession> stored(String did, RevocationFailure mode) {
        try {
            return store.load(did);
        } catch (StoreException e) {
            if (mode == RevocationFailure.KEEP_SESSION) {
                throw e;
            }
            LOG.log(Level.WARNING, "Signed out here alone. {0}", e.getMessage());
            return null;
        }
    }

    private boolean end(OAuthSession session, RevocationFailure mode) {
        try {
            revocation.end(session);
            return true;
        } catch (LogoutException e) {
            if (mode == RevocationFailure.KEEP_SESSION) {
                throw e;
            }
            LOG.log(Level.WARNING, "Signed out here alone. {0}", e.getMessage());
            return false;
        }
    }
}
