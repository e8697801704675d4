package dev.idiolect.oauth.login;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.endpoint.RevocationException;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.SignedOut;
import dev.idiolect.oauth.session.internal.delivery.EventDelivery;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.SameTokens;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs users out: deletes the session from the store and revokes it at its server. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009">RFC 7009: token revocation</a>
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-delete-session">com.atproto.server.deleteSession</a>
 */
public final class Logout {

    private static final Logger LOG = System.getLogger(Logout.class.getName());

    private final OAuthTokenStore store;
    private final LogoutLocks locks;
    private final Revocation revocation;
    private final SessionListener listener;
    private final boolean strict;

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
        store = settings.measuredStore();
        locks = new LogoutLocks(store);
        listener = settings.listener();
        strict = settings.strictLogout();
        revocation = new Revocation(http, settings, client);
    }

    /**
     * Signs a user out, strictly if the {@linkplain LoginSettings.Builder#strictLogout settings} say so. Does nothing
     * if there is no session.
     *
     * @param did the account
     * @return as for {@link #logout(String, boolean)}
     * @throws dev.idiolect.oauth.OAuthException as {@link #logout(String, boolean)} does
     */
    public boolean logout(String did) {
        return logout(did, strict);
    }

    /**
     * Signs a user out. Does nothing if there is no session.
     *
     * <p>If {@code strict} is false, the session is deleted from the store first, so signing out works without its
     * server. This method waits up to two seconds for the revocation. After that, the revocation continues in the
     * background: it is retried for about seven hours, or until the
     * {@linkplain LoginSettings#close settings are closed}. A final failure is logged as a warning and delivered as
     * {@link dev.idiolect.oauth.session.RevocationFailed}.
     *
     * @param did the account
     * @param strict whether to keep the session and throw if it cannot be revoked
     * @return true if the session is revoked or there was none; false if it is only deleted from the store so far, or
     *     was unreadable
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws LogoutException if the session cannot be revoked and {@code strict} is true; it is still stored
     * @throws StoreException if the store fails, the session keeps changing, or a refresh of the account holds its lock for
     *     more than two minutes, or for two seconds while other sign-outs wait too; for an
     *     {@linkplain StoreException#isUnreadable unreadable} session only if {@code strict} is true. The session is then
     *     still stored. If the store fails while it deletes the session, the session is revoked in the background once the
     *     store no longer has it; if the store cannot be read either, it is revoked in any case
     */
    public boolean logout(String did, boolean strict) {
        LockedChange.Before before = delete(new Deletion(did, strict));
        if (!before.existed()) {
            return true;
        }
        OAuthSession session = before.session();
        boolean revoked = session != null && (strict || revocation.revokeSoon(session));
        EventDelivery.deliver(listener, new SignedOut(did, revoked));
        return revoked;
    }

    private LockedChange.Before delete(Deletion deletion) {
        SessionLock lock = locks.lock(Did.require(deletion.did));
        try {
            return deletion.run(store, deletion.did, lock);
        } catch (RuntimeException | Error e) {
            OAuthSession deleted = deletion.deleted;
            if (deleted == null) {
                throw e;
            }
            if (e instanceof Error) {
                deletion.revokeUnlessStrict(deleted);
                throw e;
            }
            // Once the session is deleted, only a log handler or the release of the lock can fail.
            return new LockedChange.Before(true, deleted);
        }
    }

    private final class Deletion extends LockedChange {

        private final String did;
        private final boolean strict;
        private @Nullable OAuthSession deleted;

        Deletion(String did, boolean strict) {
            this.did = did;
            this.strict = strict;
        }

        @Override
        boolean apply(@Nullable OAuthSession stored) {
            if (stored == null) {
                return true;
            }
            if (strict) {
                revoke(stored);
            }
            try {
                if (store.replace(did, stored, null)) {
                    deleted = stored;
                }
            } catch (RuntimeException e) {
                findOut(stored, e);
            }
            return deleted != null;
        }

        @Override
        void applyUnread(StoreException e) {
            if (strict || !e.isUnreadable()) {
                throw e; // Otherwise an intact session would be lost without its revocation.
            }
            LOG.log(Level.WARNING, "IDOA-0407: Deleted an unreadable session without revoking it. {0}", e.getMessage());
            store.delete(did);
        }

        /**
         * Finds out whether a store that failed has deleted the session all the same, for example because only the response
         * of its database was lost.
         *
         * @throws RuntimeException the failure, if the session is still stored or the store cannot be read
         */
        private void findOut(OAuthSession session, RuntimeException failure) {
            OAuthSession stored;
            try {
                stored = store.load(did).orElse(null);
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
                revokeUnlessStrict(session);
                throw failure;
            }
            if (stored == null) {
                deleted = session;
                LOG.log(
                        Level.WARNING,
                        "IDOA-0408: The store deleted a session, and then failed: {0}",
                        failure.getMessage());
                return;
            }
            if (SameTokens.have(stored, session)) {
                if (!strict && mayStillRun(failure)) {
                    // A later sign-out could not revoke a session that the store deletes only now.
                    revocation.revokeLater(session, () -> isGone(session) ? List.of(session) : List.of());
                }
                throw failure;
            }
            revokeUnlessStrict(session);
        }

        private boolean isGone(OAuthSession session) {
            return store.load(did)
                    .filter(stored -> mayBeOneLogin(stored, session))
                    .isEmpty();
        }

        /**
         * Revokes a session that may no longer be stored, because no later sign-out could revoke it. If it is still stored,
         * it ends, as its user wants. A strict sign-out has already revoked it.
         */
        void revokeUnlessStrict(OAuthSession session) {
            if (!strict) {
                revocation.revokeLater(session);
            }
        }
    }

    private void revoke(OAuthSession session) {
        try {
            revocation.revoke(session);
        } catch (RevocationException e) {
            throw new LogoutException(session.did(), e);
        }
    }
}
