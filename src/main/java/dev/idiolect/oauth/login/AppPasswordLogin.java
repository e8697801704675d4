package dev.idiolect.oauth.login;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.Identity;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.internal.endpoint.LegacySessionResponse;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
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

    private static final String WRONG_PASSWORD =
            "The app password is wrong or was revoked. Check it, or make a new one in the account's settings. ";
    private static final String TAKEDOWN = "The account has been taken down. ";
    private static final String MAIN_PASSWORD =
            "This is the account's main password, which needs a code sent by e-mail. Use an app password instead. ";

    private final IdentityResolver identities;
    private final SsrfSafeHttpClient http;
    private final Clock clock;
    private final SessionReplacement keeper;

    /**
     * Creates a login.
     *
     * @param client the application's client, by which an OAuth session that is replaced is ended; or null
     * @param context what every way to sign in needs; one for all of them
     */
    public AppPasswordLogin(@Nullable OAuthClient client, LoginSettings context) {
        this(client, context, context.http());
    }

    AppPasswordLogin(@Nullable OAuthClient client, LoginSettings context, SsrfSafeHttpClient http) {
        this.identities = context.identities();
        this.http = http;
        this.clock = context.clock();
        keeper = new SessionReplacement(context, new Revocation(http, context, client));
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
        return keeper.replace(() -> newSession(identity, appPassword));
    }

    private OAuthSession newSession(Identity identity, String appPassword) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("identifier", identity.did());
        body.put("password", appPassword);
        Instant requestedAt = clock.instant();
        HttpResponse response;
        try {
            response = http.post(
                    URI.create(identity.pdsUrl() + "/xrpc/com.atproto.server.createSession"),
                    JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8),
                    Map.of("Content-Type", "application/json"));
        } catch (ExchangeException e) {
            throw LoginException.noResponse(identity.pdsUrl(), e);
        }
        if (response.status() != 200) {
            throw refusal(identity, response.without(appPassword));
        }
        return session(identity, response, requestedAt);
    }

    private LoginException refusal(Identity identity, HttpResponse response) {
        String server = identity.pdsUrl() + ", asked to sign " + identity.did() + " in by app password,";
        String error = String.valueOf(response.errorCode());
        return switch (error) {
            case "AuthenticationRequired" ->
                LoginException.refused(Reason.WRONG_PASSWORD, WRONG_PASSWORD + server, response, clock);
            case "AccountTakedown" ->
                LoginException.refused(Reason.ACCOUNT_TAKEDOWN, TAKEDOWN + server, response, clock);
            case "AuthFactorTokenRequired" ->
                LoginException.refused(Reason.AUTH_FACTOR_REQUIRED, MAIN_PASSWORD + server, response, clock);
            default -> LoginException.refused(server, response, clock);
        };
    }

    private static OAuthSession session(Identity identity, HttpResponse response, Instant requestedAt) {
        LegacySessionResponse tokens;
        try {
            tokens = LegacySessionResponse.parse(response, identity.did(), requestedAt);
        } catch (InvalidTokenResponseException e) {
            throw LoginException.of(
                    Reason.PROTOCOL_ERROR,
                    "Invalid response of " + identity.pdsUrl() + " to a login: " + e.getMessage());
        }
        return OAuthSession.of(
                        identity.did(),
                        identity.pdsUrl(),
                        tokens.accessJwt(),
                        tokens.refreshJwt(),
                        "",
                        requestedAt,
                        tokens.expiresAt())
                .withGrant(OAuthSession.BEARER, null)
                .withHandle(identity.handle())
                .withRefreshExpiresAt(tokens.refreshExpiresAt());
    }
}
