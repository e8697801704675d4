package dev.idiolect.oauth.login;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.idiolect.oauth.http.ExchangeException;
import dev.idiolect.oauth.http.GuardedHttp;
import dev.idiolect.oauth.http.WebAnswer;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs accounts in with app passwords, the way before OAuth, for programs that nobody watches. The sessions are of type
 * {@code Bearer}. Safe for use by many threads.
 *
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-create-session">com.atproto.server.createSession</a>
 */
public final class AppPasswordLogin {

    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);

    private static final String WRONG_PASSWORD =
            "The app password is wrong or was revoked. Check it, or make a new one in the account's settings. ";
    private static final String TAKEN_DOWN = "The account has been taken down. ";
    private static final String MAIN_PASSWORD =
            "This is the account's main password, which needs a code sent by e-mail. Use an app password instead. ";

    private final IdentityResolver identities;
    private final GuardedHttp http;
    private final Clock clock;
    private final SessionKeeper keeper;

    /**
     * Creates a login.
     *
     * @param client the application's client, by which an OAuth session that is replaced is ended; or null
     * @param context what every way to sign in needs; one for all of them
     */
    public AppPasswordLogin(@Nullable OAuthClient client, LoginContext context) {
        this(client, context, context.http());
    }

    AppPasswordLogin(@Nullable OAuthClient client, LoginContext context, GuardedHttp http) {
        this.identities = context.identities();
        this.http = http;
        this.clock = context.clock();
        ProvenPost post = new ProvenPost(http, context.proofs(), clock);
        keeper = new SessionKeeper(context, new Revocation(http, new LoginServers(http), post, client));
    }

    /**
     * Signs an account in and stores the session in place of its old one, which is then ended at its server.
     *
     * @param handleOrDid the account
     * @param appPassword the app password; it goes to the account's own PDS alone
     * @return the session, as it is stored
     * @throws IdentityException if the handle or DID leads to no account
     * @throws LoginException if the PDS refuses or can't be reached; {@link LoginException#reason()} tells a wrong password,
     *     a rate limit, a takedown, and a main password that needs a second factor
     * @throws StoreException if the store fails
     */
    public OAuthSession login(String handleOrDid, String appPassword) {
        Identity identity = identities.resolveFresh(handleOrDid);
        return keeper.keep(() -> newSession(identity, appPassword));
    }

    private OAuthSession newSession(Identity identity, String appPassword) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("identifier", identity.did());
        body.put("password", appPassword);
        Instant asked = clock.instant();
        WebAnswer answer;
        try {
            answer = http.post(
                    URI.create(identity.pdsUrl() + "/xrpc/com.atproto.server.createSession"),
                    JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8),
                    Map.of("Content-Type", "application/json"));
        } catch (ExchangeException e) {
            throw LoginException.unanswered(identity.pdsUrl(), e);
        }
        if (answer.status() != 200) {
            throw refusal(identity, answer.without(appPassword));
        }
        return session(identity, answer, asked);
    }

    private LoginException refusal(Identity identity, WebAnswer answer) {
        String whom = identity.pdsUrl() + ", asked to sign " + identity.did() + " in by app password,";
        String error = String.valueOf(answer.errorCode());
        return switch (error) {
            case "AuthenticationRequired" -> Refusal.of(Reason.WRONG_PASSWORD, WRONG_PASSWORD + whom, answer, clock);
            case "AccountTakedown" -> Refusal.of(Reason.TAKEN_DOWN, TAKEN_DOWN + whom, answer, clock);
            case "AuthFactorTokenRequired" ->
                Refusal.of(Reason.AUTH_FACTOR_REQUIRED, MAIN_PASSWORD + whom, answer, clock);
            default -> Refusal.of(whom, answer, clock);
        };
    }

    private OAuthSession session(Identity identity, WebAnswer answer, Instant asked) {
        Map<String, Object> json = answer.json();
        String access = TokenGrant.token(json, "accessJwt");
        String refresh = TokenGrant.token(json, "refreshJwt");
        if (access == null || refresh == null || !identity.did().equals(ProvenPost.string(json, "did"))) {
            throw LoginException.of(
                    Reason.BROKEN_RULE,
                    identity.pdsUrl() + " answered a login with no session, or with another account's");
        }
        Instant expires = expiry(access);
        return OAuthSession.of(
                        identity.did(),
                        identity.pdsUrl(),
                        access,
                        refresh,
                        "",
                        asked,
                        expires == null ? asked.plus(UNKNOWN_LIFE) : expires)
                .withGrant(OAuthSession.BEARER, null)
                .withHandle(identity.handle())
                .withRefreshExpiresAt(expiry(refresh));
    }

    // The answer holds no lifetime; unlike an OAuth access token, a legacy one is a JWT by specification.
    private static @Nullable Instant expiry(String jwt) {
        try {
            JWTClaimsSet claims = JWTParser.parse(jwt).getJWTClaimsSet();
            return claims == null || claims.getExpirationTime() == null
                    ? null
                    : claims.getExpirationTime().toInstant();
        } catch (ParseException | IllegalArgumentException notReadable) {
            return null;
        }
    }
}
