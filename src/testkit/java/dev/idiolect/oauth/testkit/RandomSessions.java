package dev.idiolect.oauth.testkit;

import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.session.OAuthSession;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Creates sessions with random tokens and keys, which no server accepts. Each call returns a different session. Times
 * have millisecond precision. Thread-safe.
 */
public final class RandomSessions {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration ACCESS_LIFETIME = Duration.ofHours(1);

    private RandomSessions() {}

    /**
     * Returns a session that contains only the required parts.
     *
     * @param did the account
     * @return a session that was issued now
     * @throws dev.idiolect.oauth.session.InvalidDidException if {@code did} is not a DID
     */
    public static OAuthSession minimal(String did) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return OAuthSession.builder()
                .did(did)
                .pdsUrl("https://pds-" + random() + ".example.com")
                .accessJwt("access-" + random())
                .refreshJwt("refresh-" + random())
                .dpopPrivateKeyJwk(DpopKey.generate().privateJwk())
                .issuedAt(now)
                .expiresAt(now.plus(ACCESS_LIFETIME))
                .build();
    }

    /**
     * Returns a session with all parts.
     *
     * @param did the account
     * @return a session that was issued now
     * @throws dev.idiolect.oauth.session.InvalidDidException if {@code did} is not a DID
     */
    public static OAuthSession full(String did) {
        OAuthSession minimal = minimal(did);
        return minimal.toBuilder()
                .tokenType(OAuthSession.DPOP)
                .scope("atproto transition:generic")
                .dpopNonce("nonce-" + random())
                .handle("user-" + random() + ".example.com")
                .refreshExpiresAt(minimal.issuedAt().plus(Duration.ofDays(14)).plusMillis(1))
                .issuer("https://auth-" + random() + ".example.com")
                .clientId("https://app.example.com/" + random() + ".json")
                .clientKeyId("key-" + random())
                .signedInAt(minimal.issuedAt())
                .build();
    }

    /**
     * Returns the result of a refresh: a session with new tokens and times, and the same key.
     *
     * @param session the session before the refresh
     * @return the session after the refresh
     */
    public static OAuthSession refreshed(OAuthSession session) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return session.toBuilder()
                .accessJwt("access-" + random())
                .refreshJwt("refresh-" + random())
                .issuedAt(now)
                .expiresAt(now.plus(ACCESS_LIFETIME))
                .build();
    }

    private static String random() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
