package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionFormatException;

/** Reads a stored session and checks whose it is. */
final class StoredSession {

    private StoredSession() {}

    /** Returns the session that a text holds; {@code where} names its file or row. */
    static OAuthSession parse(String text, String where) {
        try {
            return OAuthSession.fromJson(text);
        } catch (SessionFormatException e) {
            throw new StoreException(where + " can't be read. " + e.getMessage() + ". It was left as it is", e);
        }
    }

    /** Returns the session that a text holds if it is the one of this DID. */
    static OAuthSession parse(String text, String did, String where) {
        OAuthSession session = parse(text, where);
        if (!session.did().equals(did)) {
            throw new StoreException(where + " should hold the session of " + did + " but holds that of "
                    + session.did() + ". It was left as it is");
        }
        return session;
    }
}
