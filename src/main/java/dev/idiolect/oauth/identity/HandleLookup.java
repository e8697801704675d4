package dev.idiolect.oauth.identity;

import org.jspecify.annotations.Nullable;

/**
 * What one way of resolving a handle has said.
 *
 * @param did the DID, or null if it did not say one
 * @param words why not, for a message
 * @param passing whether it may say one later
 * @param ends whether no other way may say otherwise
 */
record HandleLookup(@Nullable String did, String words, boolean passing, boolean ends) {

    static HandleLookup did(String did) {
        return new HandleLookup(did, "", false, true);
    }

    static HandleLookup nothing(String words, boolean passing) {
        return new HandleLookup(null, words, passing, false);
    }

    static HandleLookup contradiction(String words) {
        return new HandleLookup(null, words, true, true);
    }
}
