package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.session.OAuthSession;

/** The origin of a session's PDS, the only server to which signed calls send the session's access token. */
final class PdsOrigin {

    private static final int LIMIT = 1000;
    private static final long MAX_BYTES = 1L << 20;

    // By PDS URL, because each call of an account would parse the same URL again.
    private static final LruCache<String> ORIGINS = new LruCache<>(LIMIT, MAX_BYTES, LruCache::bytes);

    private PdsOrigin() {}

    static String of(OAuthSession session) {
        String known = ORIGINS.get(session.pdsUrl());
        if (known != null) {
            return known;
        }
        try {
            String origin = HttpOrigin.ofSecure(session.pdsUrl());
            ORIGINS.put(session.pdsUrl(), origin);
            return origin;
        } catch (InvalidUrlException e) {
            throw UnusableServerException.invalidUrl(session.did(), e);
        }
    }
}
