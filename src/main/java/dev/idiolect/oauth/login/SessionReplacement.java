package dev.idiolect.oauth.login;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts a new session in the place of an old one, and ends the old one. */
final class SessionReplacement {

    private static final Logger LOG = System.getLogger(SessionReplacement.class.getName());

    /** As long as a refresh may take. */
    static final Duration WAIT_FOR_LOCK = Duration.ofMinutes(2);

    private final OAuthTokenStore store;
    private final Revocation revocation;
    private final SessionListener listener;
    private final ThreadFactory threads;

    SessionReplacement(LoginSettings context, Revocation revocation) {
        this.store = context.store();
        this.listener = context.listener();
        this.threads = context.threads();
        this.revocation = revocation;
    }

    /**
     * Obtains a session and keeps it, whatever becomes of the caller meanwhile, and tells the listener on the caller's thread,
     * whose request it may belong to.
     *
     * @throws StoreException if the session can't be kept; it has then been ended, and the old one is still there
     */
    OAuthSession replace(Supplier<OAuthSession> obtained) {
        OAuthSession stored = UninterruptibleLogin.run(threads, login -> store(obtained.get(), login::committing));
        listener.tell(SignedIn.of(stored));
        return stored;
    }

    /**
     * Stores a session and ends the old one.
     *
     * @param before runs under the lock before anything is stored; what it throws stops that
     */
    private OAuthSession store(OAuthSession fresh, Runnable before) {
        OAuthSession old;
        try {
            old = replace(fresh, before);
        } catch (RuntimeException | Error e) {
            revocation.endQuietly(fresh);
            throw e;
        }
        // Outside the lock: nobody can find the old session any more, and its server may take its time.
        if (old != null && !isSame(old, fresh)) {
            revocation.endQuietly(old);
        }
        return fresh;
    }

    // Under the lock a refresh that is under way has saved what it got: that is then the session to end.
    private @Nullable OAuthSession replace(OAuthSession fresh, Runnable before) {
        SessionLock lock = store.lock(fresh.did(), WAIT_FOR_LOCK);
        try {
            OAuthSession old = old(fresh.did());
            before.run();
            save(fresh, old);
            return old;
        } finally {
            close(lock);
        }
    }

    // A store can fail when the session is in it already, as where a directory can't be forced to disk.
    private void save(OAuthSession fresh, @Nullable OAuthSession old) {
        try {
            store.save(fresh);
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

    // By the token: a store may round times.
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

    private @Nullable OAuthSession old(String did) {
        try {
            return store.load(did).orElse(null);
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "Replaced by a new login and not ended at its server: {0}", e.getMessage());
            return null;
        }
    }

    // What was done under the lock is done: a store of the application's own may fail here in a way of its own.
    static void close(SessionLock lock) {
        try {
            lock.close();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A lock on a session could not be given back", e);
        }
    }
}
