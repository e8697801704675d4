package dev.idiolect.oauth.store.internal;

/**
 * The cause of the failures of a closed store, which ends retries. Other permanent failures, such as a missing privilege,
 * can be fixed while the application runs.
 */
public final class ClosedStoreException extends Exception {

    private static final long serialVersionUID = 1L;

    public ClosedStoreException() {
        super("closed", null, false, false);
    }

    /** Returns whether a failure of a store means that the store is closed. */
    public static boolean isCauseOf(RuntimeException failure) {
        return failure.getCause() instanceof ClosedStoreException;
    }
}
