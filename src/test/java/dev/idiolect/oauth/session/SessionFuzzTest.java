package dev.idiolect.oauth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Fuzz;
import org.junit.jupiter.api.Test;

/** Session files, which other tools can write too. */
class SessionFuzzTest {

    @Test
    void sessions() {
        String session = TestSessions.full("did:plc:abcdefghijklmnopqrstuvwx").toBuilder()
                .accessJwt(Fuzz.SECRET)
                .build()
                .toJson();
        Fuzz.of("session", SessionFormatException.class)
                .examples(
                        session,
                        "{\"did\":\"did:plc:a\",\"pdsUrl\":\"https://x\",\"accessJwt\":\"" + Fuzz.SECRET
                                + "\",\"refreshJwt\":\"" + Fuzz.SECRET + "\",\"dpopPrivateKeyJwk\":\"" + Fuzz.SECRET
                                + "\",\"issuedAt\":\"2026-01-02T03:04:05z\",\"expiresAt\":\"2026-01-02T03:04:05+01:00\"}")
                .texts(text -> {
                    OAuthSession read = OAuthSession.fromJson(text);
                    assertThat(OAuthSession.fromJson(read.toJson())).isEqualTo(read);
                    return Did.isValid(read.did());
                });
    }

    @Test
    void sessionsOfEarlierVersionsMayBeOverTheLimits() {
        OAuthSession large = TestSessions.full("did:plc:abcdefghijklmnopqrstuvwx").toBuilder()
                .accessJwt("a".repeat(200_000))
                .refreshJwt("r".repeat(17_000))
                .scope("atproto " + "s".repeat(100_000))
                .build();
        assertThat(OAuthSession.fromJson(large.toJson())).isEqualTo(large);
    }
}
