package dev.idiolect.oauth.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.RandomSessions;
import dev.idiolect.oauth.testkit.internal.Jsons;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomSessionsTest {

    private static final String ALICE = "did:plc:alice";

    @Test
    void fullSessionHasEveryPart() {
        assertThat(Jsons.parse(RandomSessions.full(ALICE).toJson()).keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(OAuthSession.class.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .map(Field::getName)
                        .toList());
    }

    @Test
    void minimalSessionHasOnlyTheRequiredParts() {
        assertThat(Jsons.parse(RandomSessions.minimal(ALICE).toJson()).keySet())
                .containsExactlyInAnyOrder(
                        "did", "pdsUrl", "accessJwt", "refreshJwt", "dpopPrivateKeyJwk", "issuedAt", "expiresAt");
    }

    @Test
    void twoSessionsShareNoSecret() {
        OAuthSession one = RandomSessions.full(ALICE);
        OAuthSession other = RandomSessions.full(ALICE);
        assertThat(one.accessJwt()).isNotEqualTo(other.accessJwt());
        assertThat(one.refreshJwt()).isNotEqualTo(other.refreshJwt());
        assertThat(one.dpopPrivateKeyJwk()).isNotEqualTo(other.dpopPrivateKeyJwk());
        assertThat(DpopKey.of(one.dpopPrivateKeyJwk()).thumbprint())
                .isNotEqualTo(DpopKey.of(other.dpopPrivateKeyJwk()).thumbprint());
    }

    @Test
    void refreshedSessionHasNewTokensAndTheSameKey() {
        OAuthSession old =
                RandomSessions.full(ALICE).toBuilder().issuedAt(Instant.EPOCH).build();
        OAuthSession refreshed = RandomSessions.refreshed(old);
        assertThat(refreshed.accessJwt()).isNotEqualTo(old.accessJwt());
        assertThat(refreshed.refreshJwt()).isNotEqualTo(old.refreshJwt());
        assertThat(refreshed.issuedAt()).isAfter(old.issuedAt());
        assertThat(Duration.between(refreshed.issuedAt(), refreshed.expiresAt()))
                .isEqualTo(Duration.ofHours(1));
        assertThat(refreshed.dpopPrivateKeyJwk()).isEqualTo(old.dpopPrivateKeyJwk());
        assertThat(refreshed.handle()).isEqualTo(old.handle());
    }
}
