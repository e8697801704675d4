package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.http.SafeText;
import org.jspecify.annotations.Nullable;

/** Thrown when a handle or a DID does not lead to an account: it is none, it can't be looked up, or what it leads to disagrees. */
public class IdentityException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String subject;
    private final boolean transientFailure;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, on what, and what to do
     * @param subject the handle or DID that was being resolved
     * @param transientFailure whether the same call may work later
     * @param cause what led to it, or null
     */
    public IdentityException(String message, String subject, boolean transientFailure, @Nullable Throwable cause) {
        super(message, cause);
        this.subject = subject;
        this.transientFailure = transientFailure;
    }

    static IdentityException permanent(String subject, String message) {
        return new IdentityException(message, SafeText.text(subject), false, null);
    }

    /**
     * Returns what was being resolved.
     *
     * @return the handle or DID as far as it could be read, in printable ASCII; it may come from a user's input
     */
    public String subject() {
        return subject;
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
