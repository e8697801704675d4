package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.session.OAuthSession;
import java.net.URI;

/** The origin of the server that a session's token is meant for; no other ever gets it. */
final class PdsOrigin {

    private PdsOrigin() {}

    static String of(OAuthSession session) {
        String origin;
        try {
            origin = HttpOrigin.of(session.pdsUrl());
        } catch (InvalidUrlException e) {
            throw new AccountException("The session of " + session.did() + " has an unusable pdsUrl; sign in again", e);
        }
        if (!HttpOrigin.isSecure(URI.create(origin))) {
            throw new AccountException("The session of " + session.did() + " belongs to " + origin
                    + ", which is not https: nothing is sent there. Only localhost, 127.0.0.1 and [::1] may be http");
        }
        return origin;
    }
}
