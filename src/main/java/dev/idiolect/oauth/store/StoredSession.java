package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionFormatException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a stored session and checks its account. */
final class StoredSession {

    private StoredSession() {}

    /** Parses a session; {@code where} names its file or row. */
    static OAuthSession parse(String text, String where) {
        try {
            return OAuthSession.fromJson(text);
        } catch (SessionFormatException e) {
            throw StoreException.permanentFailure(
                    "Cannot read " + where + ": " + e.getMessage() + ". It was left unchanged", e);
        }
    }

    /** Parses the session of a DID. */
    static OAuthSession parse(String text, String did, String where) {
        OAuthSession session = parse(text, where);
        if (!session.did().equals(did)) {
            throw new StoreException("Cannot read " + where + ": it contains the session of " + session.did()
                    + " instead of that of " + did + ". It was left unchanged");
        }
        return session;
    }

    /** Returns whether a store has the expected session, or none if that is null. True if the session cannot be read. */
    static boolean isStored(OAuthTokenStore store, String did, @Nullable OAuthSession expected) {
        try {
            return isSame(store.load(did).orElse(null), expected);
        } catch (StoreException unreadable) {
            return true;
        }
    }

    /** Returns whether two sessions have the same refresh token, or both are null. */
    static boolean isSame(@Nullable OAuthSession one, @Nullable OAuthSession other) {
        return Objects.equals(token(one), token(other));
    }

    private static @Nullable String token(@Nullable OAuthSession session) {
        return session == null ? null : session.refreshJwt();
    }
}
