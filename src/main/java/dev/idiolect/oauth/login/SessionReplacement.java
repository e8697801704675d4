package dev.idiolect.oauth.login;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.session.internal.EventDelivery;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Replaces the stored session of an account, and revokes the old session in the background. */
final class SessionReplacement {

    private static final Logger LOG = System.getLogger(SessionReplacement.class.getName());

    /** How long a login or logout waits for the account's lock, which a refresh can hold for almost two minutes. */
    static final Duration LOCK_WAIT = Duration.ofMinutes(2);

    static final int MOST_ATTEMPTS = 20;

    private final OAuthTokenStore store;
    private final Revocation revocation;
    private final SessionListener listener;
    private final ThreadFactory threadFactory;

    SessionReplacement(LoginSettings settings, Revocation revocation) {
        this.store = settings.store();
        this.listener = settings.listener();
        this.threadFactory = settings.threadFactory();
        this.revocation = revocation;
    }

    /**
     * Obtains a session and stores it within a time limit. Interrupting the caller does not abort this. The listener is
     * called on the caller's thread, which may belong to a request.
     *
     * @throws StoreException if the session cannot be stored; its revocation has then begun, and the old one is still
     *     stored
     */
    OAuthSession replace(Duration limit, Function<UninterruptibleLogin, OAuthSession> obtain) {
        OAuthSession stored =
                UninterruptibleLogin.complete(threadFactory, limit, login -> store(obtain.apply(login), login));
        EventDelivery.deliver(listener::onEvent, SignedIn.of(stored));
        return stored;
    }

    /**
     * Stores a session and revokes the old one.
     *
     * @param login checked under the lock; if its caller has stopped waiting, nothing is stored
     */
    private OAuthSession store(OAuthSession fresh, UninterruptibleLogin login) {
        OAuthSession old;
        try {
            // An abandoned login does not wait for the lock.
            login.requireOpen();
            old = replaceLocked(fresh, login);
        } catch (RuntimeException | Error e) {
            revocation.revokeSoon(fresh);
            throw e;
        }
        // In the background, because the old session is no longer stored and its server may be slow or gone.
        if (old != null && !isSame(old, fresh)) {
            revocation.revokeLater(old);
        }
        return fresh;
    }

    // Loads the old session under the lock, after a concurrent refresh has saved its new tokens. If the store's lock
    // does
    // not exclude refreshes, such a refresh can save its tokens now: they are then the old session.
    private @Nullable OAuthSession replaceLocked(OAuthSession fresh, UninterruptibleLogin login) {
        String did = fresh.did();
        SessionLock lock = store.lockForLogin(did, LOCK_WAIT);
        try {
            login.committing();
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                OAuthSession old;
                try {
                    old = store.load(did).orElse(null);
                } catch (StoreException e) {
                    LOG.log(Level.WARNING, "Replaced an unreadable session without revoking it: {0}", e.getMessage());
                    save(fresh, null, () -> store.save(fresh));
                    return null;
                }
                if (replace(old, fresh)) {
                    return old;
                }
            }
            throw StoreException.transientFailure(
                    "Cannot save the session of " + did + ": it changes all the time. Sign in again later", null);
        } finally {
            release(lock, did);
        }
    }

    private boolean replace(@Nullable OAuthSession old, OAuthSession fresh) {
        AtomicBoolean replaced = new AtomicBoolean();
        save(fresh, old, () -> replaced.set(store.replace(fresh.did(), old, fresh)));
        return replaced.get();
    }

    // A store can fail after it has written the session, for example when the flush of its directory fails.
    private void save(OAuthSession fresh, @Nullable OAuthSession old, Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            try {
                if (store.load(fresh.did())
                        .filter(stored -> isSame(stored, fresh))
                        .isPresent()) {
                    putBack(fresh.did(), old);
                }
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    // Compares tokens only, because a store may round times.
    private static boolean isSame(OAuthSession one, OAuthSession other) {
        return one.refreshJwt().equals(other.refreshJwt());
    }

    private void putBack(String did, @Nullable OAuthSession old) {
        if (old == null) {
            store.delete(did);
        } else {
            store.save(old);
        }
    }

    // Logged only: the work under the lock is done, so a failure of a custom store has no consequences here.
    static void release(SessionLock lock, String did) {
        try {
            lock.close();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Cannot release the lock of " + did, e);
        }
    }
}
