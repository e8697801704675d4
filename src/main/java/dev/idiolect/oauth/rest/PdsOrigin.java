package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.SessionException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.session.OAuthSession;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The origin of a session's PDS, the only server to which signed calls send the session's access token. */
final class PdsOrigin {

    /** Thrown when the session's PDS URL is invalid or insecure. No request was sent. */
    private static final class UnusablePdsException extends SessionException {

        private static final long serialVersionUID = 1L;

        UnusablePdsException(String did, String message, @Nullable Throwable cause) {
            super(did, message, cause);
        }
    }

    private PdsOrigin() {}

    static String of(OAuthSession session) {
        String did = session.did();
        String origin;
        try {
            origin = HttpOrigin.of(session.pdsUrl());
        } catch (InvalidUrlException e) {
            throw new UnusablePdsException(did, "Invalid pdsUrl in the session of " + did + "; sign in again", e);
        }
        if (!HttpOrigin.isSecure(URI.create(origin))) {
            throw new UnusablePdsException(
                    did,
                    "Insecure PDS " + origin + " in the session of " + did
                            + ": use https, or http with localhost, 127.0.0.1 or [::1]",
                    null);
        }
        return origin;
    }
}
