package dev.idiolect.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@link OAuthTokenStore#lock} between the threads of one store. They prevent a second use of a refresh
 * token.
 *
 * <p>If several processes or hosts use the store, extend {@link SharedSessionLockContract} instead.
 */
public abstract class SessionLockContract extends StoreContract {

    static final String EXCLUSIVE =
            "Only one caller holds the lock of an account. Two holders can send the same refresh"
                    + " token. The server then ends the session, and the user must sign in again.";
    static final String TIMEOUT = "lock() throws a transient StoreException when its timeout has passed, so that the"
            + " caller can try again later.";
    static final String RELEASED = "close() releases the lock. Otherwise the session cannot be refreshed again.";
    static final String INTERRUPT = "An interrupt ends the wait for a lock with a transient StoreException.";
    static final String PRECEDENCE =
            "A login or logout takes precedence over a running refresh: lockForLogin() waits for"
                    + " the refresh, or replace() is atomic and rejects the refreshed session.";

    /** For subclasses. */
    protected SessionLockContract() {}

    @Test
    void onlyOneThreadHoldsTheLock() throws Exception {
        requireOneHolder(store, store);
    }

    void requireOneHolder(OAuthTokenStore... stores) throws Exception {
        AtomicInteger holders = new AtomicInteger();
        CountDownLatch intruder = new CountDownLatch(1);
        Threads.together("lock()", 8, longPatience(), thread -> {
            for (int round = 0; round < 2; round++) {
                try (SessionLock lock = stores[thread % stores.length].lock(ALICE, longWait())) {
                    assertThat(lock).as(RETURNED).isNotNull();
                    if (holders.incrementAndGet() > 1) {
                        intruder.countDown();
                    }
                    // Gives other threads time to acquire the lock.
                    assertThat(intruder.await(10, TimeUnit.MILLISECONDS))
                            .as(EXCLUSIVE)
                            .isFalse();
                    holders.decrementAndGet();
                }
            }
        });
    }

    @Test
    void noRefreshTokenIsSentTwice() throws Exception {
        new RefreshRace(longWait(), store).run(RandomSessions.full(ALICE), longPatience());
    }

    @Test
    void lockIsNotReentrant() throws Exception {
        Throwable second = Call.start("lock() of a thread that holds the lock", patience(), () -> {
                    try (SessionLock lock = store.lock(ALICE, patience())) {
                        assertThat(lock).as(RETURNED).isNotNull();
                        return store.lock(ALICE, BRIEFLY);
                    }
                })
                .failure();
        assertThat(second)
                .as("lock() is not reentrant: a thread that holds the lock does not get it again.")
                .isInstanceOf(StoreException.class);
    }

    @Test
    void locksOfTwoAccountsAreIndependent() throws Exception {
        SessionLock alice = lock(store, ALICE);
        Throwable failure = waiting(store, BOB, patience()).failure();
        assertThat(failure)
                .as("A lock is for one account. Otherwise a slow server delays the refreshes of all accounts.")
                .isNull();
        alice.close();
    }

    @Test
    void lockBlocksNoOtherMethod() throws Exception {
        SessionLock lock = lock(store, ALICE);
        Call.run("save(), load(), listDids() or delete() while another thread holds the lock", patience(), () -> {
                    OAuthSession session = RandomSessions.full(ALICE);
                    store.save(session);
                    Stored.requireSame("load() returns the session while it is locked.", store.load(ALICE), session);
                    assertThat(store.listDids()).containsExactly(ALICE);
                    store.delete(ALICE);
                })
                .result();
        lock.close();
    }

    @Test
    void waitForTheLockEndsWithItsTimeout() throws Exception {
        SessionLock held = lock(store, ALICE);
        requireTimeout(store, BRIEFLY);
        requireTimeout(store, Duration.ZERO);
        held.close();
    }

    void requireTimeout(OAuthTokenStore opened, Duration timeout) throws Exception {
        long start = System.nanoTime();
        Throwable thrown = waiting(opened, ALICE, timeout).failure();
        long waited = System.nanoTime() - start;
        assertThat(thrown).as(EXCLUSIVE).isNotNull();
        assertThat(thrown)
                .as(TIMEOUT)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.isTransient()).as(TIMEOUT).isTrue());
        assertThat(thrown).as("The message names the account.").hasMessageContaining(ALICE);
        assertThat(waited)
                .as("lock() waits until its timeout has passed, because most holders release the lock within a second.")
                .isGreaterThanOrEqualTo(timeout.toNanos());
    }

    @Test
    void closeGivesTheLockToAWaitingThread() throws Exception {
        requireHandover(store, store);
    }

    void requireHandover(OAuthTokenStore first, OAuthTokenStore second) throws Exception {
        SessionLock held = lock(first, ALICE);
        Call<SessionLock> next = waiting(second, ALICE, longWait()).whenItWaits();
        held.close();
        Throwable failure = next.failure();
        assertThat(failure).as(RELEASED).isNull();
        next.result().close();
        lock(first, ALICE).close();
    }

    @Test
    void lockMayBeClosedTwiceAndByAnotherThread() throws Exception {
        SessionLock first = lock(store, ALICE);
        Call.run("close() by another thread than that of lock()", patience(), first::close)
                .result();
        assertThat(waiting(store, ALICE, BRIEFLY).failure())
                .as("Any thread may close a lock.")
                .isNull();
        // The call above holds the lock now.
        first.close();
        assertThat(waiting(store, ALICE, BRIEFLY).failure())
                .as("A second close() of a lock does nothing. Otherwise it releases the lock of the next holder. "
                        + EXCLUSIVE)
                .isInstanceOf(StoreException.class);
    }

    @Test
    void interruptEndsTheWaitForTheLock() throws Exception {
        SessionLock held = lock(store, ALICE);
        requireInterruptible(store);
        held.close();
        lock(store, ALICE).close();
    }

    void requireInterruptible(OAuthTokenStore opened) throws Exception {
        Call<SessionLock> waiting = Call.start(INTERRUPT, patience(), () -> opened.lock(ALICE, longWait()));
        waiting.whenItWaits().interrupt();
        Throwable thrown = waiting.failure();
        assertThat(thrown)
                .as(INTERRUPT)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.isTransient()).as(INTERRUPT).isTrue());
        assertThat(waiting.endedInterrupted())
                .as(
                        "The interrupt status is set after an interrupted wait. Otherwise the caller does not notice the interrupt.")
                .isTrue();
    }

    @Test
    void lockOfAnInvalidDidIsRejected() {
        assertThatThrownBy(
                        () -> store.lock("did:plc:../../etc/passwd", BRIEFLY),
                        "lock() rejects text that is not a DID before it touches its data: see Did.require().")
                .isInstanceOf(InvalidDidException.class);
    }

    @Test
    void lockOfAnOpenStoreRemainsValid() throws Exception {
        SessionLock lock = lock(store, ALICE);
        assertThat(lock.remainsValidFor(Duration.ofMinutes(2)))
                .as("remainsValidFor() is true while the store is open. Otherwise no session is refreshed.")
                .isTrue();
        lock.close();
    }

    @Test
    void eachRefreshGetsAPermit() throws Exception {
        OAuthSession session = RandomSessions.full(ALICE);
        store.save(session);
        for (int i = 0; i < 3; i++) {
            session = requireRefresh(store, session);
        }
    }

    /** Refreshes a session as the library does. */
    OAuthSession requireRefresh(OAuthTokenStore opened, OAuthSession session) throws Exception {
        SessionLock lock = lock(opened, ALICE);
        assertThat(lock.permit(session))
                .as(
                        "The holder of the lock gets a permit for the stored session. Otherwise the session is never refreshed.")
                .isTrue();
        assertThat(lock.followsUnknownOutcome())
                .as(
                        "followsUnknownOutcome() is false: the tokens of all earlier refreshes were saved, or their permits withdrawn.")
                .isFalse();
        OAuthSession refreshed = RandomSessions.refreshed(session);
        assertThat(opened.replace(ALICE, session, refreshed))
                .as("The holder of the permit can save the new tokens: the server accepts only these tokens.")
                .isTrue();
        lock.close();
        return refreshed;
    }

    @Test
    void withdrawnPermitIsFreeForTheNextHolder() throws Exception {
        OAuthSession session = RandomSessions.full(ALICE);
        store.save(session);
        SessionLock lock = lock(store, ALICE);
        assertThat(lock.permit(session))
                .as("The holder of the lock gets a permit.")
                .isTrue();
        lock.withdraw();
        lock.close();
        requireRefresh(store, session);
    }

    @Test
    void loginTakesPrecedenceOverARefresh() throws Exception {
        requirePrecedence(store, store, RandomSessions.full(ALICE));
    }

    @Test
    void logoutTakesPrecedenceOverARefresh() throws Exception {
        requirePrecedence(store, store, null);
    }

    /** @param written the session of the login, or null for a logout */
    void requirePrecedence(OAuthTokenStore refreshing, OAuthTokenStore other, @Nullable OAuthSession written)
            throws Exception {
        OAuthSession session = RandomSessions.full(ALICE);
        refreshing.save(session);
        SessionLock refresh = lock(refreshing, ALICE);
        assertThat(refresh.permit(session))
                .as("The holder of the lock gets a permit.")
                .isTrue();
        OAuthSession refreshed = RandomSessions.refreshed(session);
        Call<SessionLock> login =
                Call.start("lockForLogin()", patience().plus(BRIEFLY), () -> other.lockForLogin(ALICE, BRIEFLY));
        if (login.failure() instanceof StoreException) {
            // The login waits until the refresh has saved its tokens.
            assertThat(refreshing.replace(ALICE, session, refreshed))
                    .as(PRECEDENCE)
                    .isTrue();
            refresh.close();
            session = refreshed;
            login = Call.start("lockForLogin()", longPatience(), () -> other.lockForLogin(ALICE, longWait()));
        }
        try (SessionLock lock = login.result()) {
            assertThat(lock).as(RETURNED).isNotNull();
            assertThat(other.replace(ALICE, session, written)).as(PRECEDENCE).isTrue();
        }
        assertThat(refreshing.replace(ALICE, session, RandomSessions.refreshed(session)))
                .as(PRECEDENCE)
                .isFalse();
        if (written == null) {
            assertThat(refreshing.load(ALICE)).as(PRECEDENCE).isEmpty();
        } else {
            Stored.requireSame(PRECEDENCE, refreshing.load(ALICE), written);
        }
        refresh.close();
    }

    @Test
    void replaceIsAtomicUnlessLoginsWait() throws Exception {
        requireOneReplacement(store, store);
    }

    void requireOneReplacement(OAuthTokenStore refreshing, OAuthTokenStore other) throws Exception {
        try (SessionLock lock = lock(refreshing, ALICE)) {
            assertThat(lock).as(RETURNED).isNotNull();
            Call<SessionLock> login =
                    Call.start("lockForLogin()", patience().plus(BRIEFLY), () -> other.lockForLogin(ALICE, BRIEFLY));
            if (login.failure() instanceof StoreException) {
                return;
            }
            login.result().close();
        }
        for (int round = 0; round < 5; round++) {
            OAuthSession session = RandomSessions.minimal(ALICE);
            refreshing.save(session);
            AtomicInteger saved = new AtomicInteger();
            Threads.together("replace()", 8, longPatience(), thread -> {
                OAuthTokenStore mine = thread % 2 == 0 ? refreshing : other;
                if (mine.replace(ALICE, session, RandomSessions.refreshed(session))) {
                    saved.incrementAndGet();
                }
            });
            assertThat(saved)
                    .as("lockForLogin() does not wait for a refresh, so replace() must be atomic: of several calls that"
                            + " expect the same session, one succeeds.")
                    .hasValue(1);
        }
    }
}
