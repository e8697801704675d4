package dev.idiolect.oauth.login;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.SignedOut;
import dev.idiolect.oauth.session.internal.EventDelivery;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs users out: revokes the session at its server, then deletes it from the store. Thread-safe.
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
     * @param client the application's client, with its keys; null if all sessions are app-password sessions or contain
     *     the client id of a public client
     * @param settings the settings, shared with other logins and logouts
     */
    public Logout(@Nullable OAuthClient client, LoginSettings settings) {
        this(client, settings, settings.http());
    }

    Logout(@Nullable OAuthClient client, LoginSettings settings, SsrfSafeHttpClient http) {
        store = settings.store();
        listener = settings.listener();
        revocation = new Revocation(http, settings, client);
    }

    /**
     * Signs a user out, and keeps the session if it cannot be revoked. Does nothing if there is no session.
     *
     * @param did the account
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws LogoutException if the session cannot be revoked; it is still stored
     * @throws StoreException if the store fails, or a refresh of the account holds its lock for more than two minutes
     */
    public void logout(String did) {
        logout(did, RevocationFailure.KEEP_SESSION);
    }

    /**
     * Signs a user out. Does nothing if there is no session.
     *
     * @param did the account
     * @param onFailure what to do if the session cannot be revoked
     * @return true if the session was revoked or there was none; false if it was only deleted from the store
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws LogoutException if the session cannot be revoked and {@code onFailure} is {@link RevocationFailure#KEEP_SESSION}
     * @throws StoreException if the store fails, or a refresh of the account holds its lock for more than two minutes; not for an
     *     unreadable session if {@code onFailure} is {@link RevocationFailure#DELETE_SESSION}
     */
    public boolean logout(String did, RevocationFailure onFailure) {
        boolean revoked;
        // Without the lock, a concurrent refresh could save the session again, and its new tokens would not be revoked.
        SessionLock lock = store.lock(Did.require(did), SessionReplacement.LOCK_WAIT);
        try {
            try {
                Optional<OAuthSession> session = store.load(did);
                if (session.isEmpty()) {
                    return true;
                }
                revocation.revoke(session.get());
                revoked = true;
            } catch (StoreException | LogoutException e) {
                if (onFailure == RevocationFailure.KEEP_SESSION) {
                    throw e;
                }
                LOG.log(Level.WARNING, "Deleted the session without revoking it. {0}", e.getMessage());
                revoked = false;
            }
            store.delete(did);
        } finally {
            SessionReplacement.release(lock, did);
        }
        EventDelivery.deliver(listener::onEvent, new SignedOut(did, revoked));
        return revoked;
    }
}
