package dev.idiolect.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import org.junit.jupiter.api.Test;

/**
 * The rules for a store whose locks can expire while their holders run, such as leases in a database. A paused holder
 * does not know that it has lost its lock, so it asks for a permit right before it sends the refresh token: see
 * {@link SessionLock#permit}.
 */
public abstract class SessionLeaseContract extends SharedSessionLockContract {

    private static final String LOST =
            "A holder that has lost its lock gets no permit. Otherwise two holders send the same"
                    + " refresh token, and the server ends the session.";
    private static final String OUT =
            "A permit remains in force after its lock has expired: no other holder gets a permit until the new"
                    + " tokens are saved, because the first holder may have sent the token.";

    /** For subclasses. */
    protected SessionLeaseContract() {}

    /**
     * Lets all locks expire, as if their holders had been paused for longer than the lifetime of a lock. Must not end
     * permits. Change the stored leases or the clock of the store, so that the test need not wait.
     *
     * @throws Exception if the locks cannot be changed
     */
    protected abstract void expireLocks() throws Exception;

    @Test
    void expiredLockIsFreeForTheSecondStore() throws Exception {
        OAuthSession session = saved();
        lock(store, ALICE);
        expireLocks();
        requireRefresh(second, session);
    }

    @Test
    void holderOfAnExpiredLockGetsNoPermit() throws Exception {
        OAuthSession session = saved();
        SessionLock paused = lock(store, ALICE);
        expireLocks();
        assertThat(permits(paused, session)).as(LOST).isFalse();
    }

    @Test
    void formerHolderGetsNoPermitWhileTheNextHoldsTheLock() throws Exception {
        OAuthSession session = saved();
        SessionLock paused = lock(store, ALICE);
        expireLocks();
        SessionLock next = lock(second, ALICE);
        assertThat(permits(paused, session)).as(LOST).isFalse();
        assertThat(permits(next, session))
                .as("The next holder gets a permit, even if the former one asks for one.")
                .isTrue();
    }

    @Test
    void formerHolderDoesNotReleaseTheNextLock() throws Exception {
        OAuthSession session = saved();
        SessionLock paused = lock(store, ALICE);
        expireLocks();
        SessionLock next = lock(second, ALICE);
        try {
            paused.close();
        } catch (StoreException e) {
            // A store may report that the lock was lost.
        }
        requireTimeout(store, BRIEFLY);
        assertThat(permits(next, session))
                .as("close() of a lost lock does not release the lock of the next holder.")
                .isTrue();
    }

    @Test
    void formerHolderDoesNotReplaceANewerSession() throws Exception {
        OAuthSession session = saved();
        lock(store, ALICE);
        expireLocks();
        OAuthSession newer = requireRefresh(second, session);
        assertThat(store.replace(ALICE, session, RandomSessions.refreshed(session)))
                .as("A former holder does not replace the session of the next holder.")
                .isFalse();
        Stored.requireSame("The newer session remains stored.", store.load(ALICE), newer);
    }

    @Test
    void permitOutlastsItsLock() throws Exception {
        OAuthSession session = saved();
        SessionLock paused = lock(store, ALICE);
        assertThat(permits(paused, session))
                .as("The holder of the lock gets a permit.")
                .isTrue();
        expireLocks();
        requireNoPermit(second, session, OUT);
        OAuthSession refreshed = RandomSessions.refreshed(session);
        assertThat(store.replace(ALICE, session, refreshed))
                .as(
                        "The holder of the permit can save the new tokens, even if its lock has expired: the server accepts only"
                                + " these tokens.")
                .isTrue();
        requireRefresh(second, refreshed);
    }

    @Test
    void withdrawnPermitOfAnExpiredLockIsFree() throws Exception {
        OAuthSession session = saved();
        SessionLock paused = lock(store, ALICE);
        assertThat(permits(paused, session))
                .as("The holder of the lock gets a permit.")
                .isTrue();
        paused.withdraw();
        expireLocks();
        requireRefresh(second, session);
    }

    @Test
    void permitIsOnlyForTheStoredSession() throws Exception {
        OAuthSession session = RandomSessions.full(ALICE);
        String rule =
                "A permit is only for the stored session. The token of any other session was used, or belongs to a login"
                        + " that has ended.";
        SessionLock lock = lock(store, ALICE);
        assertThat(permits(lock, session)).as(rule).isFalse();
        lock.close();
        store.save(RandomSessions.refreshed(session));
        lock = lock(store, ALICE);
        assertThat(permits(lock, session)).as(rule).isFalse();
        lock.close();
    }

    private OAuthSession saved() {
        OAuthSession session = RandomSessions.full(ALICE);
        store.save(session);
        return session;
    }

    private boolean permits(SessionLock lock, OAuthSession session) throws Exception {
        return Call.start("permit()", patience(), () -> lock.permit(session)).result();
    }

    private void requireNoPermit(OAuthTokenStore opened, OAuthSession session, String rule) throws Exception {
        Call<SessionLock> waiting = waiting(opened, ALICE, BRIEFLY);
        Throwable failure = waiting.failure();
        if (failure instanceof StoreException e) {
            assertThat(e.isTransient()).as(TIMEOUT).isTrue();
            return;
        }
        try (SessionLock lock = waiting.result()) {
            assertThat(permits(lock, session)).as(rule).isFalse();
        }
    }
}
