package dev.idiolect.oauth.session.internal;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the changes of stored sessions in this application, for caches. A cache notes the count of an account before it
 * reads the store. If the count has changed since, the session may be old. Thread-safe.
 *
 * <p>The counts are static, because a login, a refresh and the application may write to one store through different
 * objects.
 */
public final class SessionChanges {

    private static final int COUNTS = 4096;

    // Accounts share counts, so that the memory is bounded. A change of another account then only costs a query.
    private static final AtomicLongArray CHANGES = new AtomicLongArray(COUNTS);

    private SessionChanges() {}

    /**
     * Returns the count of an account. It also counts the changes of some other accounts.
     *
     * @param did the account
     * @return a number that grows with each change
     */
    public static long count(String did) {
        return CHANGES.get(index(did));
    }

    /**
     * Counts a change of an account. Call it after each write of a store, even if the write failed.
     *
     * @param did the account
     */
    public static void changed(String did) {
        CHANGES.incrementAndGet(index(did));
    }

    private static int index(String did) {
        int hash = did.hashCode();
        return (hash ^ (hash >>> 16)) & (COUNTS - 1);
    }
}
