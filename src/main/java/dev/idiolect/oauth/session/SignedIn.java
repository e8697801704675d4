package dev.idiolect.oauth.session;

import org.jspecify.annotations.Nullable;

/**
 * An account has signed in: its new session is stored.
 *
 * @param did the account
 * @param handle its handle as the identity's two sides confirmed it, or null
 * @param pdsUrl where the account lives
 */
public record SignedIn(String did, @Nullable String handle, String pdsUrl) implements SessionEvent {

    /**
     * Returns the event of a new session.
     *
     * @param session the session, as it is stored
     * @return what of it is no secret
     */
    public static SignedIn of(OAuthSession session) {
        return new SignedIn(session.did(), session.handle(), session.pdsUrl());
    }
}
