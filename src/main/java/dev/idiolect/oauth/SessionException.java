package dev.idiolect.oauth;

import org.jspecify.annotations.Nullable;

/** Superclass of the exceptions about the session of one account. */
public class SessionException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /** @serial the account's DID */
    private final String did;

    /**
     * Creates an exception without a cause.
     *
     * @param did the account
     * @param message what failed, and how to fix it; no secrets
     */
    protected SessionException(String did, String message) {
        this(did, message, null);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param did the account
     * @param message what failed, and how to fix it; no secrets
     * @param cause the cause, or null
     */
    protected SessionException(String did, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.did = did;
    }

    /**
     * Returns the account.
     *
     * @return its DID
     */
    public String did() {
        return did;
    }
}
