package dev.idiolect.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Opens and closes the store of a contract, and acquires its locks. */
@Timeout(120)
abstract class StoreContract {

    /** An account. */
    protected static final String ALICE = "did:plc:alice";

    /** Another account. */
    protected static final String BOB = "did:plc:bob";

    static final String RETURNED = "lock() returns a lock or throws an exception, but never returns null.";

    /** A short timeout, for a lock that is not free. */
    static final Duration BRIEFLY = Duration.ofMillis(50);

    /** The store under test, open during each test. */
    protected OAuthTokenStore store;

    private final Queue<SessionLock> acquired = new ConcurrentLinkedQueue<>();

    /** For the subclasses in this package. */
    StoreContract() {}

    /**
     * Opens a store without sessions. Called before each test.
     *
     * @return the store to test
     * @throws Exception if it cannot be opened
     */
    protected abstract OAuthTokenStore open() throws Exception;

    /**
     * Returns the maximum time of one call of the store. A call that takes longer fails its test. Override this method
     * for a slow store.
     *
     * @return 10 seconds by default
     */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    /**
     * Opens {@link #store} before each test.
     *
     * @throws Exception if it cannot be opened
     */
    @BeforeEach
    protected void openStore() throws Exception {
        store = open();
    }

    /**
     * Closes {@link #store} after each test, if it is {@link AutoCloseable}. If you override this method to also delete
     * the data, call {@code super.closeStore()} first.
     *
     * @throws Exception if it cannot be closed
     */
    @AfterEach
    protected void closeStore() throws Exception {
        releaseLocks();
        close(store);
    }

    /** Releases the locks that a test still holds, because a store may wait for them when it is closed. */
    void releaseLocks() {
        for (SessionLock lock = acquired.poll(); lock != null; lock = acquired.poll()) {
            try {
                lock.close();
            } catch (RuntimeException e) {
                // The tests check the results of close().
            }
        }
    }

    static void close(OAuthTokenStore opened) throws Exception {
        if (opened instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    /** Returns a timeout for locks that become free. */
    Duration longWait() {
        return patience().multipliedBy(3);
    }

    /** Returns the maximum time of calls that use {@link #longWait}. */
    Duration longPatience() {
        return patience().multipliedBy(4);
    }

    /** Acquires a free lock. */
    SessionLock lock(OAuthTokenStore opened, String did) throws Exception {
        return waiting(opened, did, patience()).result();
    }

    /** Starts to wait for a lock. */
    Call<SessionLock> waiting(OAuthTokenStore opened, String did, Duration timeout) {
        return Call.start("lock(" + did + ", " + timeout + ")", timeout.plus(patience()), () -> {
            SessionLock lock = opened.lock(did, timeout);
            assertThat(lock).as(RETURNED).isNotNull();
            acquired.add(lock);
            return lock;
        });
    }
}
