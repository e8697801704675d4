package dev.idiolect.oauth.login;

import dev.idiolect.oauth.SessionException;
import org.jspecify.annotations.Nullable;

/** Thrown when a session could not be revoked at its server. It is still stored, and its tokens may still be valid. */
public class LogoutException extends SessionException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    /** @param detail what failed; completes the sentence "Cannot revoke the session of DID: ..." */
    LogoutException(String did, String detail, boolean transientFailure, @Nullable Throwable cause) {
        super(did, "Cannot revoke the session of " + did + ": " + detail, cause);
        this.transientFailure = transientFailure;
    }

    /**
     * Returns whether the same call may succeed later.
     *
     * @return true for network failures, timeouts, and statuses 408, 429 and 5xx
     */
    @Override
    public boolean isTransient() {
        return transientFailure;
    }
}
