package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.SessionException;

/** Thrown when the store has no session for an account: the user has not signed in yet, or has signed out. */
public class NoSessionException extends SessionException {

    private static final long serialVersionUID = 1L;

    NoSessionException(String did) {
        super(did, "No session is stored for " + did + ": the user must sign in first");
    }
}
