package dev.idiolect.oauth.session;

import java.time.Instant;

/** Sessions for tests; their tokens are made up. */
public final class TestSessions {

    public static final Instant ISSUED = Instant.parse("2026-11-23T10:00:00Z");
    public static final Instant EXPIRES = Instant.parse("2026-11-23T11:00:00Z");

    private TestSessions() {}

    /** A session with the required parts alone. */
    public static OAuthSession minimal(String did) {
        return OAuthSession.of(
                did, "https://pds.example.com", "access", "refresh", "{\"kty\":\"EC\"}", ISSUED, EXPIRES);
    }

    /** A session with every part set. */
    public static OAuthSession full(String did) {
        return minimal(did)
                .withGrant("DPoP", "atproto transition:generic")
                .withDpopNonce("nonce-1")
                .withHandle("alice.example.com")
                .withRefreshExpiresAt(Instant.parse("2026-12-07T10:00:00.123456789Z"))
                .withClient("https://auth.example.com", "https://app.example.com/client-metadata.json", "key-1");
    }

    /** Returns the required parts of a session, with another PDS address. */
    public static OAuthSession at(String pdsUrl, OAuthSession session) {
        return OAuthSession.of(
                session.did(),
                pdsUrl,
                session.accessJwt(),
                session.refreshJwt(),
                session.dpopPrivateKeyJwk(),
                session.issuedAt(),
                session.expiresAt());
    }
}
