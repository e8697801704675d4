package dev.idiolect.oauth.login;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.session.internal.delivery.EventDelivery;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.SameTokens;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Replaces the stored session of an account, and revokes the old session in the background. */
final class SessionReplacement {

    private static final Logger LOG = System.getLogger(SessionReplacement.class.getName());

    private final OAuthTokenStore store;
    private final Revocation revocation;
    private final SessionListener listener;
    private final ThreadFactory threadFactory;

    SessionReplacement(LoginSettings settings, Revocation revocation) {
        this.store = settings.measuredStore();
        this.listener = settings.listener();
        this.threadFactory = settings.threadFactory();
        this.revocation = revocation;
    }

    /**
     * Obtains a session and stores it within a time limit. Interrupting the caller does not abort this. The listener is
     * called on the caller's thread, which may belong to a request.
     *
     * @throws StoreException if the session cannot be stored; its revocation has then begun, and the old one is still
     *     stored. If the store cannot be read either, the session that is not stored is revoked as soon as it can
     */
    OAuthSession replace(Duration limit, Function<UninterruptibleLogin, OAuthSession> obtain) {
        OAuthSession stored =
                UninterruptibleLogin.complete(threadFactory, limit, login -> store(obtain.apply(login), login));
        EventDelivery.deliver(listener, SignedIn.of(stored));
        return stored;
    }

    /**
     * Stores a session and revokes the old one.
     *
     * @param login checked under the lock; if its caller has stopped waiting, nothing is stored
     */
    private OAuthSession store(OAuthSession fresh, UninterruptibleLogin login) {
        Replacement replacement = new Replacement(fresh, login);
        try {
            // An abandoned login does not wait for the lock.
            login.requireOpen();
            replacement.run(store, fresh.did());
        } catch (RuntimeException e) {
            // Once the session is stored, only a log handler or the release of the lock can fail.
            if (!replacement.isStored()) {
                throw e;
            }
        } finally {
            replacement.revokeUnstored();
        }
        return fresh;
    }

    private enum Outcome {
        NOT_STORED,
        STORED,
        UNKNOWN
    }

    /** The change of the store for one login. */
    private final class Replacement extends LockedChange {

        private final OAuthSession fresh;
        private final UninterruptibleLogin login;
        private @Nullable OAuthSession old;
        private Outcome outcome = Outcome.NOT_STORED;

        Replacement(OAuthSession fresh, UninterruptibleLogin login) {
            this.fresh = fresh;
            this.login = login;
        }

        @Override
        boolean apply(@Nullable OAuthSession stored) {
            login.committing();
            old = stored;
            return write(() -> store.replace(fresh.did(), stored, fresh));
        }

        @Override
        void applyUnread(StoreException e) {
            if (!e.isUnreadable()) {
                throw e; // The session may be intact, and can still be revoked later.
            }
            login.committing();
            LOG.log(
                    Level.WARNING,
                    "IDOA-0409: Replaced an unreadable session without revoking it: {0}",
                    e.getMessage());
            old = null;
            write(() -> {
                store.save(fresh);
                return true;
            });
        }

        private boolean write(BooleanSupplier write) {
            outcome = Outcome.UNKNOWN;
            try {
                outcome = write.getAsBoolean() ? Outcome.STORED : Outcome.NOT_STORED;
            } catch (RuntimeException e) {
                // A store can fail after it has written the session, for example when the response of its database is
                // lost. The old session is not put back, because a refresh on another host may be using its token.
                if (!isFound(e)) {
                    // A database may still be writing the session.
                    outcome = mayStillRun(e) ? Outcome.UNKNOWN : Outcome.NOT_STORED;
                    throw e;
                }
                outcome = Outcome.STORED;
                LOG.log(
                        Level.WARNING,
                        "IDOA-0410: The store saved a new session, and then failed: {0}",
                        e.getMessage());
            }
            return isStored();
        }

        boolean isStored() {
            return outcome == Outcome.STORED;
        }

        private boolean isFound(RuntimeException failure) {
            try {
                OAuthSession stored = stored();
                return stored != null
                        && (SameTokens.have(stored, fresh) || (!fresh.isBearer() && mayBeOneLogin(stored, fresh)));
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
                throw failure;
            }
        }

        private @Nullable OAuthSession stored() {
            try {
                return store.load(fresh.did()).orElse(null);
            } catch (StoreException e) {
                if (e.isUnreadable()) {
                    return null;
                }
                throw e;
            }
        }

        /** Revokes the session that is not stored: the old one, or after a failure the new one. */
        void revokeUnstored() {
            switch (outcome) {
                case NOT_STORED -> revocation.revokeSoon(fresh);
                // Revoking a stored session would sign the account out, and its old session would stay valid.
                case UNKNOWN -> revocation.revokeLater(fresh, this::unstored);
                // In the background, because it is no longer stored and its server may be slow or gone.
                case STORED -> {
                    if (old != null && !SameTokens.have(old, fresh)) {
                        revocation.revokeLater(old);
                    }
                }
            }
        }

        /** Returns those of the old and the new session that are not stored. */
        private List<OAuthSession> unstored() {
            OAuthSession stored = stored();
            if (SameTokens.have(stored, old)) {
                return List.of(fresh);
            }
            List<OAuthSession> previous = old == null ? List.of() : List.of(old);
            if (SameTokens.have(stored, fresh)) {
                return previous;
            }
            return Stream.concat(Stream.of(fresh), previous.stream())
                    .filter(session -> stored == null || !mayBeOneLogin(stored, session))
                    .toList();
        }
    }
}
