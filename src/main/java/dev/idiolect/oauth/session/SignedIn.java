package dev.idiolect.oauth.session;

import org.jspecify.annotations.Nullable;

/**
 * An account has signed in, and its new session is stored.
 *
 * @param did the account
 * @param handle its verified handle, or null
 * @param pdsUrl the base URL of the account's Personal Data Server
 */
public record SignedIn(String did, @Nullable String handle, String pdsUrl) implements SessionEvent {

    /**
     * Returns the event of a new session.
     *
     * @param session the stored session
     * @return the event, without secrets
     */
    public static SignedIn of(OAuthSession session) {
        return new SignedIn(session.did(), session.handle(), session.pdsUrl());
    }
}
