package dev.idiolect.oauth.login;

import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A successful token response to a code, checked (RFC 6749 section 5.1, AT Protocol OAuth).
 *
 * @param sub the account's DID by the server's word alone
 */
record TokenGrant(String sub, String accessToken, String refreshToken, String scope, Duration life) {

    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);
    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);

    /** @throws LoginException if the response breaks a rule */
    static TokenGrant of(Map<String, Object> json, String issuer) {
        String type = ProvenPost.string(json, "token_type");
        if (!OAuthSession.DPOP.equalsIgnoreCase(type)) {
            throw broken(issuer, "it is not of token_type DPoP");
        }
        String scope = ProvenPost.string(json, "scope");
        if (scope == null || !ScopeRule.isWellFormed(scope) || !ScopeRule.hasAtproto(scope)) {
            throw broken(issuer, "its scope lacks atproto");
        }
        String sub = ProvenPost.string(json, "sub");
        if (!Did.isValid(sub)) {
            throw broken(issuer, "its sub is no DID");
        }
        String access = token(json, "access_token");
        String refresh = token(json, "refresh_token");
        if (sub == null || access == null || refresh == null) {
            throw broken(issuer, "it lacks access_token or refresh_token");
        }
        return new TokenGrant(sub, access, refresh, scope, life(json));
    }

    /** What there is of tokens in a response, good or not, the longer-lived first. */
    static List<String> tokens(Map<String, Object> json) {
        return Stream.of("refresh_token", "access_token")
                .map(name -> token(json, name))
                .filter(token -> token != null)
                .toList();
    }

    OAuthSession session(Identity identity, PendingLogin login, Instant asked, @Nullable String pdsNonce) {
        return OAuthSession.of(
                        identity.did(),
                        identity.pdsUrl(),
                        accessToken,
                        refreshToken,
                        login.dpopKey(),
                        asked,
                        asked.plus(life))
                .withGrant(OAuthSession.DPOP, scope)
                .withHandle(identity.handle())
                .withClient(login.issuer(), login.clientId(), login.clientKeyId())
                .withDpopNonce(pdsNonce);
    }

    private static Duration life(Map<String, Object> json) {
        return json.get("expires_in") instanceof Number seconds
                ? Duration.ofSeconds(Math.max(0, Math.min(seconds.longValue(), LONGEST_LIFE.toSeconds())))
                : UNKNOWN_LIFE;
    }

    // Visible ASCII only (RFC 6749 appendix A.12 and A.17), as the access token goes into a header.
    static @Nullable String token(@Nullable Map<String, Object> json, String name) {
        String token = ProvenPost.string(json, name);
        return token != null && token.matches("[\\x20-\\x7e]+") ? token : null;
    }

    private static LoginException broken(String issuer, String rule) {
        return LoginException.of(Reason.BROKEN_RULE, "The token response of " + issuer + " breaks a rule: " + rule);
    }

    /** Returns a text for logs, without tokens. */
    @Override
    public String toString() {
        return "TokenGrant[sub=" + sub + ", scope=" + scope + "]";
    }
}
