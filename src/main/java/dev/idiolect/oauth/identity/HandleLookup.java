package dev.idiolect.oauth.identity;

import org.jspecify.annotations.Nullable;

/**
 * The result of one method of resolving a handle.
 *
 * @param did the DID, or null if none was found
 * @param detail the reason why no DID was found, for an error message
 * @param isTransient whether the same lookup may find a DID later
 * @param isFinal whether no other method must be tried
 */
record HandleLookup(@Nullable String did, String detail, boolean isTransient, boolean isFinal) {

    static HandleLookup found(String did) {
        return new HandleLookup(did, "", false, true);
    }

    static HandleLookup notFound(String detail, boolean isTransient) {
        return new HandleLookup(null, detail, isTransient, false);
    }

    static HandleLookup conflict(String detail) {
        return new HandleLookup(null, detail, true, true);
    }
}
