package dev.idiolect.oauth.login;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.session.internal.EventDelivery;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.SameTokens;
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
        if (old != null && !SameTokens.have(old, fresh)) {
            revocation.revokeLater(old);
        }
        return fresh;
    }

    private @Nullable OAuthSession replaceLocked(OAuthSession fresh, UninterruptibleLogin login) {
        LockedChange replacement = new LockedChange() {
            @Override
            boolean apply(@Nullable OAuthSession old) {
                login.committing();
                return replace(old, fresh);
            }

            @Override
            void applyUnread(StoreException e) {
                if (!e.isUnreadable()) {
                    throw e; // The session may be intact, and can still be revoked later.
                }
                login.committing();
                LOG.log(Level.WARNING, "Replaced an unreadable session without revoking it: {0}", e.getMessage());
                save(fresh, null, () -> store.save(fresh));
            }
        };
        return replacement.run(store, fresh.did()).session();
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
                        .filter(stored -> SameTokens.have(stored, fresh))
                        .isPresent()) {
                    // Not a save: on another host, a refresh or a login may have come between.
                    store.replace(fresh.did(), fresh, old);
                }
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }
}
