package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.SessionException;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.internal.http.ServerAddresses.Verdict;
import org.jspecify.annotations.Nullable;

/** Thrown when no request may be sent to the PDS of a session. No request was sent. */
final class UnusableServerException extends SessionException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    private UnusableServerException(
            String did, String message, boolean transientFailure, @Nullable InvalidUrlException cause) {
        super(did, message, cause);
        this.transientFailure = transientFailure;
    }

    static UnusableServerException invalidUrl(String did, InvalidUrlException cause) {
        return new UnusableServerException(
                did, "Cannot use the pdsUrl in the session of " + did + ": " + cause.getMessage(), false, cause);
    }

    static void requireAllowed(Verdict verdict, String did, String origin) {
        if (verdict == Verdict.ALLOWED) {
            return;
        }
        boolean forbidden = verdict == Verdict.FORBIDDEN;
        throw new UnusableServerException(
                did,
                "Request for " + did + " not sent: "
                        + (forbidden
                                ? "an address of " + origin + " is not "
                                        + (origin.startsWith("http:") ? "a loopback address" : "public")
                                : "the addresses of " + origin + " could not be looked up in time"),
                !forbidden,
                null);
    }

    @Override
    public boolean isTransient() {
        return transientFailure;
    }
}
