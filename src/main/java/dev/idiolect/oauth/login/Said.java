package dev.idiolect.oauth.login;

import org.jspecify.annotations.Nullable;

/**
 * What one way of resolving a handle has said.
 *
 * @param did the DID, or null if it did not say one
 * @param words why not, for a message
 * @param passing whether it may say one later
 * @param ends whether no other way may say otherwise
 */
record Said(@Nullable String did, String words, boolean passing, boolean ends) {

    static Said did(String did) {
        return new Said(did, "", false, true);
    }

    static Said nothing(String words, boolean passing) {
        return new Said(null, words, passing, false);
    }

    static Said contradiction(String words) {
        return new Said(null, words, true, true);
    }
}
