package dev.idiolect.oauth.login;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/** Thrown when a session could not be revoked at its server. It is still stored, and its tokens may still be valid. */
public class LogoutException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String did;
    private final boolean transientFailure;

    /** @param detail what failed; completes the sentence "Cannot revoke the session of DID: ..." */
    LogoutException(String did, String detail, boolean transientFailure, @Nullable Throwable cause) {
        super("Cannot revoke the session of " + did + ": " + detail, cause);
        this.did = did;
        this.transientFailure = transientFailure;
    }

    /**
     * Returns the account.
     *
     * @return its DID
     */
    public String did() {
        return did;
    }

    /**
     * Returns whether the same call may succeed later.
     *
     * @return true for network failures, timeouts, 429 and 5xx
     */
    public boolean isTransient() {
        return transientFailure;
    }
}
