package dev.idiolect.oauth.store;

/** Why a lock was not given. */
final class LockFailures {

    private LockFailures() {}

    static StoreException timeout(String did, Deadline deadline) {
        return new StoreException("The session of " + did + " stayed locked for " + deadline.timeout()
                + ": another thread or process is refreshing it. Try again, or wait longer");
    }

    static StoreException interrupted(String did) {
        Thread.currentThread().interrupt();
        return new StoreException("Interrupted while waiting for the lock on the session of " + did);
    }
}
