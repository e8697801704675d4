package dev.idiolect.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@link OAuthTokenStore#lock} for a store that several processes or hosts use. In the tests, two stores
 * with the same data stand for two processes.
 *
 * <p>If the lock can expire while its holder runs, extend {@link SessionLeaseContract} instead.
 */
public abstract class SharedSessionLockContract extends SessionLockContract {

    private static final String SEEN =
            "Each process sees the changes of the others. Otherwise it can send a refresh token"
                    + " that another process has used.";

    /** Another store with the data of {@link #store}, open during each test. */
    protected OAuthTokenStore second;

    /** For subclasses. */
    protected SharedSessionLockContract() {}

    /**
     * Opens the data of {@link #store} a second time, as another process does: with its own connections, caches and
     * locks.
     * Called before each test.
     *
     * @return another store with the same data
     * @throws Exception if it cannot be opened
     */
    protected abstract OAuthTokenStore openSecond() throws Exception;

    /**
     * Opens {@link #second} before each test.
     *
     * @throws Exception if it cannot be opened
     */
    @BeforeEach
    protected void openSecondStore() throws Exception {
        second = openSecond();
    }

    /**
     * Closes {@link #second} after each test, if it is {@link AutoCloseable}.
     *
     * @throws Exception if it cannot be closed
     */
    @AfterEach
    protected void closeSecondStore() throws Exception {
        releaseLocks();
        close(second);
    }

    @Test
    void secondStoreSeesEveryChange() {
        OAuthSession session = RandomSessions.full(ALICE);
        assertThat(second.load(ALICE)).as(SEEN).isEmpty();
        store.save(session);
        Stored.requireSame(SEEN, second.load(ALICE), session);
        OAuthSession refreshed = RandomSessions.refreshed(session);
        assertThat(second.replace(ALICE, session, refreshed)).as(SEEN).isTrue();
        Stored.requireSame(SEEN, store.load(ALICE), refreshed);
        store.delete(ALICE);
        assertThat(second.load(ALICE)).as(SEEN).isEmpty();
        assertThat(second.listDids()).as(SEEN).isEmpty();
    }

    @Test
    void secondStoreDoesNotReplaceANewerSession() {
        OAuthSession old = RandomSessions.full(ALICE);
        store.save(old);
        Stored.requireSame(SEEN, second.load(ALICE), old);
        OAuthSession newer = RandomSessions.refreshed(old);
        assertThat(store.replace(ALICE, old, newer)).isTrue();
        assertThat(second.replace(ALICE, old, RandomSessions.refreshed(old)))
                .as("replace() returns false if another process has stored a newer session.")
                .isFalse();
        Stored.requireSame(SEEN, second.load(ALICE), newer);
    }

    @Test
    void onlyOneThreadOfTwoStoresHoldsTheLock() throws Exception {
        requireOneHolder(store, second);
    }

    @Test
    void noRefreshTokenIsSentTwiceByTwoStores() throws Exception {
        new RefreshRace(longWait(), store, second).run(RandomSessions.full(ALICE), longPatience());
    }

    @Test
    void waitInTheSecondStoreEndsWithItsTimeout() throws Exception {
        SessionLock held = lock(store, ALICE);
        requireTimeout(second, BRIEFLY);
        held.close();
    }

    @Test
    void locksOfTwoAccountsAreIndependentInTwoStores() throws Exception {
        SessionLock alice = lock(store, ALICE);
        assertThat(waiting(second, BOB, patience()).failure())
                .as("Locks of different accounts are independent, also between processes.")
                .isNull();
        alice.close();
    }

    @Test
    void closeGivesTheLockToTheSecondStore() throws Exception {
        requireHandover(store, second);
    }

    @Test
    void interruptEndsTheWaitInTheSecondStore() throws Exception {
        SessionLock held = lock(store, ALICE);
        requireInterruptible(second);
        requireTimeout(second, BRIEFLY);
        held.close();
        lock(second, ALICE).close();
    }

    @Test
    void loginInTheSecondStoreTakesPrecedence() throws Exception {
        requirePrecedence(store, second, RandomSessions.full(ALICE));
    }

    @Test
    void logoutInTheSecondStoreTakesPrecedence() throws Exception {
        requirePrecedence(store, second, null);
    }

    @Test
    void replaceOfTwoStoresIsAtomicUnlessLoginsWait() throws Exception {
        requireOneReplacement(store, second);
    }

    /** Skipped if the store cannot be closed. */
    @Test
    void closedStoreGivesNoLockToAWaitingThread() throws Exception {
        assumeThat(store).as("This store cannot be closed").isInstanceOf(AutoCloseable.class);
        SessionLock held = lock(second, ALICE);
        Call<SessionLock> waiting = waiting(store, ALICE, longWait()).whenItWaits();
        Call.run("close() of the store while a thread waits for a lock", longPatience(), () -> close(store))
                .result();
        held.close();
        assertThat(waiting.failure())
                .as(
                        "A wait for a lock ends with a StoreException when the store is closed. Otherwise the caller gets a lock"
                                + " of a closed store, and cannot save its new tokens.")
                .isInstanceOf(StoreException.class);
        lock(second, ALICE).close();
    }

    /** Skipped if the store cannot be closed. */
    @Test
    void closingAStoreKeepsTheLocksOfTheOther() throws Exception {
        assumeThat(store).as("This store cannot be closed").isInstanceOf(AutoCloseable.class);
        SessionLock held = lock(store, ALICE);
        close(second);
        second = openSecond();
        requireTimeout(second, BRIEFLY);
        held.close();
    }

    /** Skipped if the store keeps no pending logins. */
    @Test
    void onlyOneStoreGetsAPendingLogin() throws Exception {
        Optional<PendingLogins> logins = store.pendingLogins();
        assumeThat(logins).as("This store keeps no pending logins").isPresent();
        PendingLogins first = logins.orElseThrow();
        PendingLogins other = second.pendingLogins().orElseThrow();
        for (int round = 0; round < 5; round++) {
            String state = "state-" + round;
            first.save(state, "body", Instant.now().plus(10, ChronoUnit.MINUTES));
            AtomicInteger winners = new AtomicInteger();
            Threads.together(
                    "consume()",
                    6,
                    longPatience(),
                    thread -> (thread % 2 == 0 ? first : other)
                            .consume(state)
                            .ifPresent(body -> winners.incrementAndGet()));
            assertThat(winners)
                    .as("Only one of the processes consumes a pending login.")
                    .hasValue(1);
        }
    }
}
