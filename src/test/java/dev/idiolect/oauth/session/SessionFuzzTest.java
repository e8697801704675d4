package dev.idiolect.oauth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Session files, which other tools can write too. */
class SessionFuzzTest {

    static Stream<byte[]> sessionsSeeds() {
        String session = TestSessions.full("did:plc:abcdefghijklmnopqrstuvwx").toBuilder()
                .accessJwt(Parsing.SECRET)
                .build()
                .toJson();
        return Parsing.seeds(
                session,
                "{\"did\":\"did:plc:a\",\"pdsUrl\":\"https://x\",\"accessJwt\":\"" + Parsing.SECRET
                        + "\",\"refreshJwt\":\"" + Parsing.SECRET + "\",\"dpopPrivateKeyJwk\":\"" + Parsing.SECRET
                        + "\",\"issuedAt\":\"2026-01-02T03:04:05z\",\"expiresAt\":\"2026-01-02T03:04:05+01:00\"}");
    }

    @MethodSource("sessionsSeeds")
    @ParserFuzz
    void sessions(byte[] input) {
        Parsing.throwing(SessionFormatException.class)
                .secretIn("accessJwt", "refreshJwt", "dpopPrivateKeyJwk")
                .text(input, text -> {
                    OAuthSession read = OAuthSession.fromJson(text);
                    assertThat(OAuthSession.fromJson(read.toJson())).isEqualTo(read);
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
