package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;

/** Sessions of numbered accounts, as large as those of a real PDS. */
final class Sessions {

    private static final String SUFFIX_DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int SUFFIX_LENGTH = 24;
    private static final int DIGIT_BITS = 5;
    private static final int TOKEN_LENGTH = 600;

    private static final OAuthSession TEMPLATE = OAuthSession.builder()
            .did(did(0))
            .pdsUrl("https://morel.us-east.host.bsky.network")
            .accessJwt("a".repeat(TOKEN_LENGTH))
            .refreshJwt("ref-" + "r".repeat(64))
            .dpopPrivateKeyJwk(DpopKey.generate().privateJwk())
            .dpopNonce("n".repeat(43))
            .scope("atproto transition:generic")
            .issuer("https://bsky.social")
            .clientId("https://app.example.com/oauth-client-metadata.json")
            .issuedAt(Instant.now())
            .expiresAt(Instant.now().plus(1, ChronoUnit.DAYS))
            .build();

    private Sessions() {}

    static String did(int number) {
        StringBuilder suffix = new StringBuilder(SUFFIX_LENGTH);
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            int shift = Math.min(DIGIT_BITS * i, Integer.SIZE - 1);
            suffix.append(SUFFIX_DIGITS.charAt(number >>> shift & (SUFFIX_DIGITS.length() - 1)));
        }
        return "did:plc:" + suffix.reverse();
    }

    static OAuthSession session(int number) {
        return TEMPLATE.toBuilder()
                .did(did(number))
                .handle("user" + number + ".bsky.social")
                .build();
    }

    static String anyDid(int count) {
        return did(ThreadLocalRandom.current().nextInt(count));
    }

    static OAuthSession any(int count) {
        return session(ThreadLocalRandom.current().nextInt(count));
    }
}
