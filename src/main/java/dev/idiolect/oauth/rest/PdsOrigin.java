package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.session.OAuthSession;

/** The origin of a session's PDS, the only server to which signed calls send the session's access token. */
final class PdsOrigin {

    private PdsOrigin() {}

    static String of(OAuthSession session) {
        try {
            return HttpOrigin.ofSecure(session.pdsUrl());
        } catch (InvalidUrlException e) {
            throw UnusableServerException.invalidUrl(session.did(), e);
        }
    }
}
