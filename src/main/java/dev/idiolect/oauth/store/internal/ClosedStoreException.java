package dev.idiolect.oauth.store.internal;

/**
 * The cause of the failures of a closed store, which ends retries. Other permanent failures, such as a missing privilege,
 * can be fixed while the application runs.
 */
public final class ClosedStoreException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Bounds the search for the cause, because causes can form a cycle. */
    private static final int MAX_DEPTH = 20;

    public ClosedStoreException() {
        super("closed", null, false, false);
    }

    /** Returns whether a failure of a store, or of a wrapper around it, means that the store is closed. */
    public static boolean isCauseOf(RuntimeException failure) {
        Throwable cause = failure.getCause();
        for (int depth = 0; depth < MAX_DEPTH && cause != null; depth++) {
            if (cause instanceof ClosedStoreException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
