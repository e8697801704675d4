package dev.idiolect.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares stored sessions. Names the parts that differ, because toString() of a session omits its secrets. */
final class Stored {

    private static final Map<String, Function<OAuthSession, @Nullable Object>> PARTS = new TreeMap<>(Map.ofEntries(
            Map.entry("did", OAuthSession::did),
            Map.entry("pdsUrl", OAuthSession::pdsUrl),
            Map.entry("accessJwt", OAuthSession::accessJwt),
            Map.entry("refreshJwt", OAuthSession::refreshJwt),
            Map.entry("dpopPrivateKeyJwk", OAuthSession::dpopPrivateKeyJwk),
            Map.entry("issuedAt", OAuthSession::issuedAt),
            Map.entry("expiresAt", OAuthSession::expiresAt),
            Map.entry("dpopNonce", OAuthSession::dpopNonce),
            Map.entry("tokenType", OAuthSession::tokenType),
            Map.entry("scope", OAuthSession::scope),
            Map.entry("handle", OAuthSession::handle),
            Map.entry("refreshExpiresAt", OAuthSession::refreshExpiresAt),
            Map.entry("issuer", OAuthSession::issuer),
            Map.entry("clientId", OAuthSession::clientId),
            Map.entry("clientKeyId", OAuthSession::clientKeyId),
            Map.entry("signedInAt", OAuthSession::signedInAt)));

    private Stored() {}

    /** Fails unless the loaded session is the expected one. */
    static void require(String rule, Optional<OAuthSession> loaded, OAuthSession expected) {
        assertThat(loaded).as(rule).isPresent();
        OAuthSession session = loaded.orElseThrow();
        assertThat(different(session, expected))
                .as(rule + " These parts differ")
                .isEmpty();
        assertThat(session.equals(expected)).as(rule).isTrue();
    }

    /** Fails unless the loaded session has the expected refresh token. */
    static void requireSame(String rule, Optional<OAuthSession> loaded, OAuthSession expected) {
        assertThat(loaded).as(rule).isPresent();
        assertThat(loaded.orElseThrow().refreshJwt().equals(expected.refreshJwt()))
                .as(rule)
                .isTrue();
    }

    /** Returns the names of the parts that differ. */
    static List<String> different(OAuthSession one, OAuthSession other) {
        return PARTS.entrySet().stream()
                .filter(part -> !Objects.equals(
                        part.getValue().apply(one), part.getValue().apply(other)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
