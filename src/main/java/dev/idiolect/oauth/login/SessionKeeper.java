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
import org.jspecify.annotations.Nullable;

/** Puts a new session in the place of an old one, and ends the old one. */
final class SessionKeeper {

    private static final Logger LOG = System.getLogger(SessionKeeper.class.getName());

    /** As long as a refresh may take. */
    static final Duration WAIT_FOR_LOCK = Duration.ofSeconds(60);

    private final OAuthTokenStore store;
    private final Revocation revocation;
    private final SessionListener listener;

    SessionKeeper(LoginContext context, Revocation revocation) {
        this.store = context.store();
        this.listener = context.listener();
        this.revocation = revocation;
    }

    /** @throws StoreException if the session can't be kept; it has then been ended, and the old one is still there */
    OAuthSession keep(OAuthSession fresh) {
        OAuthSession old;
        try {
            old = replace(fresh);
        } catch (RuntimeException e) {
            revocation.endQuietly(fresh);
            throw e;
        }
        // Outside the lock: nobody can find the old session any more, and its server may take its time.
        if (old != null && !old.refreshJwt().equals(fresh.refreshJwt())) {
            revocation.endQuietly(old);
        }
        listener.tell(SignedIn.of(fresh));
        return fresh;
    }

    // Under the lock a refresh that is under way has saved what it got: that is then the session to end.
    private @Nullable OAuthSession replace(OAuthSession fresh) {
        SessionLock lock = store.lock(fresh.did(), WAIT_FOR_LOCK);
        try {
            OAuthSession old = old(fresh.did());
            store.save(fresh);
            return old;
        } finally {
            close(lock);
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

    static void close(SessionLock lock) {
        try {
            lock.close();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
    }
}
