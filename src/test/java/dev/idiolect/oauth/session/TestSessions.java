package dev.idiolect.oauth.session;

import java.time.Instant;

/** Sessions for tests, with made-up tokens. */
public final class TestSessions {

    public static final Instant ISSUED = Instant.parse("2026-11-23T10:00:00Z");
    public static final Instant EXPIRES = Instant.parse("2026-11-23T11:00:00Z");

    private TestSessions() {}

    /** A session with only the required parts. */
    public static OAuthSession minimal(String did) {
        return OAuthSession.builder()
                .did(did)
                .pdsUrl("https://pds.example.com")
                .accessJwt("access")
                .refreshJwt("refresh")
                .dpopPrivateKeyJwk("{\"kty\":\"EC\"}")
                .issuedAt(ISSUED)
                .expiresAt(EXPIRES)
                .build();
    }

    /** A session with all parts. */
    public static OAuthSession full(String did) {
        return minimal(did).toBuilder()
                .tokenType("DPoP")
                .scope("atproto transition:generic")
                .dpopNonce("nonce-1")
                .handle("alice.example.com")
                .refreshExpiresAt(Instant.parse("2026-12-07T10:00:00.123456789Z"))
                .issuer("https://auth.example.com")
                .clientId("https://app.example.com/client-metadata.json")
                .clientKeyId("key-1")
                .signedInAt(ISSUED)
                .build();
    }
}
