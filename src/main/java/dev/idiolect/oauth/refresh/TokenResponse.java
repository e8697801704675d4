package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The checks of a successful token response (RFC 6749 section 5.1, AT Protocol OAuth).
 *
 * <p>By the time they fail the old refresh token is spent: a response that breaks them ends the session.
 */
final class TokenResponse {

    static final Duration LONGEST_LIFE = Duration.ofDays(3650);
    static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);

    private static final Pattern TOKEN = Pattern.compile("[\\x20-\\x7e]+");
    // RFC 6749 appendix A.4.
    private static final Pattern SCOPE = Pattern.compile("[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]+");

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
                || !SCOPE.matcher(scope).matches()
                || Unquoted.isQuoted(before, scope)
                || !List.of(scope.split(" ")).contains("atproto")) {
            throw new ReauthenticationRequiredException(did, "the token response's scope lacks atproto");
        }
        if (!(json.get("access_token") instanceof String accessToken) || !isToken(accessToken)) {
            throw new ReauthenticationRequiredException(did, "the token response has no usable access_token");
        }
        // RFC 6749 section 6: without a new refresh token the old one stays good.
        Object refreshToken = json.get("refresh_token") == null ? before.refreshJwt() : json.get("refresh_token");
        if (!(refreshToken instanceof String usable) || !isToken(usable)) {
            throw new ReauthenticationRequiredException(did, "the token response's refresh_token is unusable");
        }
        return before.withTokens(accessToken, usable, asked, asked.plus(life(before, json)))
                .withGrant(OAuthSession.DPOP, scope)
                .withRefreshExpiresAt(null);
    }

    private static Duration life(OAuthSession before, Map<String, Object> json) {
        // A token without any life would be refreshed at every call.
        if (json.get("expires_in") instanceof Number seconds && seconds.doubleValue() >= 1) {
            return Duration.ofSeconds((long) Math.min(seconds.doubleValue(), LONGEST_LIFE.toSeconds()));
        }
        Duration last = Duration.between(before.issuedAt(), before.expiresAt());
        boolean plausible = !last.isNegative() && !last.isZero() && last.compareTo(LONGEST_LIFE) < 0;
        return plausible ? last : UNKNOWN_LIFE;
    }

    /** Whether a text is a token (RFC 6749 appendix A.12 and A.17): nothing else may go into a header. */
    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }
}
