package dev.idiolect.oauth.login;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/** Thrown when a server could not be told that a session has ended, so that its tokens may still be good there. */
public class LogoutException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String did;
    private final boolean transientFailure;

    /**
     * Creates an exception.
     *
     * @param did the account
     * @param what what failed, as the rest of the sentence "The session of DID could not be ended at its server: ..."
     * @param transientFailure whether the same call may work later
     * @param cause what led to it, or null
     */
    public LogoutException(String did, String what, boolean transientFailure, @Nullable Throwable cause) {
        super("The session of " + did + " could not be ended at its server: " + what, cause);
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
     * Returns whether the same call may work later without anybody changing anything.
     *
     * @return true for the network, a 5xx, a 429 and a time limit
     */
    public boolean isTransient() {
        return transientFailure;
    }
}
