package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionFormatException;

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
}
