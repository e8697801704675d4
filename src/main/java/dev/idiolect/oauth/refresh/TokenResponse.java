package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a successful token response (RFC 6749 section 5.1, AT Protocol OAuth).
 *
 * <p>By the time they fail the old refresh token is spent: a response that breaks them ends the session.
 */
final class TokenResponse {

    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);
    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);

    private TokenResponse() {}

    static OAuthSession apply(OAuthSession before, Map<String, Object> json, Instant asked) {
        String did = before.did();
        if (!did.equals(json.get("sub"))) {
            throw new ReauthenticationRequiredException(did, "the token response is for another account (sub)");
        }
        if (!(json.get("token_type") instanceof String type) || !OAuthSession.DPOP.equalsIgnoreCase(type)) {
            throw new ReauthenticationRequiredException(did, "the token response is not of token_type DPoP");
        }
        if (!(json.get("scope") instanceof String scope)
                || !List.of(scope.split(" ")).contains("atproto")) {
            throw new ReauthenticationRequiredException(did, "the token response's scope lacks atproto");
        }
        String accessToken = token(json, "access_token");
        if (accessToken == null) {
            throw new ReauthenticationRequiredException(did, "the token response has no access_token");
        }
        // RFC 6749 section 6: without a new refresh token the old one stays good.
        String refreshToken = token(json, "refresh_token");
        return before.withTokens(
                        accessToken,
                        refreshToken == null ? before.refreshJwt() : refreshToken,
                        asked,
                        asked.plus(life(before, json)))
                .withGrant(OAuthSession.DPOP, scope)
                .withRefreshExpiresAt(null);
    }

    private static Duration life(OAuthSession before, Map<String, Object> json) {
        if (json.get("expires_in") instanceof Number seconds) {
            long bounded = Math.max(0, Math.min(seconds.longValue(), LONGEST_LIFE.toSeconds()));
            return Duration.ofSeconds(bounded);
        }
        Duration last = Duration.between(before.issuedAt(), before.expiresAt());
        boolean plausible = !last.isNegative() && !last.isZero() && last.compareTo(LONGEST_LIFE) < 0;
        return plausible ? last : UNKNOWN_LIFE;
    }

    // Visible ASCII only (RFC 6749 appendix A.12 and A.17), as the access token goes into a header.
    private static @Nullable String token(Map<String, Object> json, String name) {
        return json.get(name) instanceof String token && token.matches("[\\x20-\\x7e]+") ? token : null;
    }
}
