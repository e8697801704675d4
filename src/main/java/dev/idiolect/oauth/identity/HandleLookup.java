package dev.idiolect.oauth.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of one method of resolving a handle.
 *
 * @param did the DID, or null if none was found
 * @param detail the reason why no DID was found, for an error message
 * @param isTransient whether the same lookup may find a DID later
 * @param isFinal whether no other method must be tried
 * @param retryAfter how long the server asks clients to wait, or null if it does not say
 */
record HandleLookup(
        @Nullable String did,
        String detail,
        boolean isTransient,
        boolean isFinal,
        @Nullable Duration retryAfter) {

    static HandleLookup found(String did) {
        return new HandleLookup(did, "", false, true, null);
    }

    static HandleLookup notFound(String detail, boolean isTransient) {
        return notFound(detail, isTransient, null);
    }

    static HandleLookup notFound(String detail, boolean isTransient, @Nullable Duration retryAfter) {
        return new HandleLookup(null, detail, isTransient, false, retryAfter);
    }

    static HandleLookup conflict(String detail) {
        return new HandleLookup(null, detail, true, true, null);
    }
}
