package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.SessionException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.session.OAuthSession;

/** The origin of a session's PDS, the only server to which signed calls send the session's access token. */
final class PdsOrigin {

    /** Thrown when the session's PDS URL is invalid or insecure. No request was sent. */
    private static final class UnusablePdsException extends SessionException {

        private static final long serialVersionUID = 1L;

        UnusablePdsException(String did, InvalidUrlException cause) {
            super(did, "Cannot use the pdsUrl in the session of " + did + ": " + cause.getMessage(), cause);
        }
    }

    private PdsOrigin() {}

    static String of(OAuthSession session) {
        try {
            return HttpOrigin.ofSecure(session.pdsUrl());
        } catch (InvalidUrlException e) {
            throw new UnusablePdsException(session.did(), e);
        }
    }
}
