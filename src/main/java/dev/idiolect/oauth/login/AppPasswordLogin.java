package dev.idiolect.oauth.login;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.Identity;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException.Kind;
import dev.idiolect.oauth.internal.endpoint.LegacySessionClient;
import dev.idiolect.oauth.internal.endpoint.LegacySessionResponse;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient.TimedResponse;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs users in with app passwords, for programs that run without a browser. Creates {@code Bearer} sessions. App
 * passwords are a legacy feature of the AT Protocol; prefer {@link LoginFlow} if a browser is available. Thread-safe.
 *
 * @see <a href="https://docs.bsky.app/docs/api/com-atproto-server-create-session">com.atproto.server.createSession</a>
 */
public final class AppPasswordLogin {

    private static final String WRONG_PASSWORD =
            "The app password is wrong or was revoked: check it, or create a new one in the account's settings. ";
    private static final String TAKEDOWN = "The account has been taken down. ";
    private static final String DEACTIVATED =
            "The account is deactivated: activate it in the account's settings, then sign in again. ";
    private static final String MAIN_PASSWORD =
            "The password is the account's main password, which needs a code sent by e-mail: use an app password. ";
    // Longer than the requests and the wait for the lock, which have their own limits.
    private static final Duration LIMIT = Duration.ofHours(1);

    private final IdentityResolver identities;
    private final LegacySessionClient sessions;
    private final Clock clock;
    private final Telemetry telemetry;
    private final SessionReplacement replacement;
    private final Revocation revocation;

    /**
     * Creates a login.
     *
     * @param client the application's client, used to revoke an OAuth session that the login replaces; null if there is
     *     none
     * @param settings the settings, shared with other logins and logouts
     */
    public AppPasswordLogin(@Nullable OAuthClient client, LoginSettings settings) {
        this(client, settings, settings.http());
    }

    AppPasswordLogin(@Nullable OAuthClient client, LoginSettings settings, SsrfSafeHttpClient http) {
        this.identities = settings.identities();
        this.clock = settings.clock();
        telemetry = settings.telemetry();
        sessions = new LegacySessionClient(http, clock);
        revocation = new Revocation(http, settings, client);
        replacement = new SessionReplacement(settings, revocation);
    }

    /**
     * Signs a user in and stores the session. The account's previous session, if any, is revoked at its server.
     *
     * @param handleOrDid the account's handle or DID
     * @param appPassword the app password; it is sent to the account's PDS only
     * @return the session, as stored
     * @throws IdentityException if the handle or DID cannot be resolved to an account
     * @throws LoginException if the PDS cannot be reached or refuses; its {@link LoginException#reason()} distinguishes
     *     a wrong password, a rate limit, a deactivated account, a takedown, and a main password that needs a second
     *     factor
     * @throws StoreException if the store fails, or a refresh of the account holds its lock for more than two minutes
     */
    public OAuthSession login(String handleOrDid, String appPassword) {
        return LoginMeasurement.APP_PASSWORD.run(telemetry, () -> {
            Identity identity = identities.resolve(handleOrDid);
            return replacement.replace(LIMIT, login -> createSession(identity, appPassword));
        });
    }

    private OAuthSession createSession(Identity identity, String appPassword) {
        TimedResponse timed;
        try {
            timed = sessions.create(identity.pdsUrl(), identity.did(), appPassword);
        } catch (ExchangeException e) {
            throw LoginException.noResponse(identity.pdsUrl(), e);
        }
        if (!timed.response().isSuccess()) {
            throw refusal(identity, timed.response().without(appPassword));
        }
        try {
            requireActive(identity, timed.response());
            return session(identity, timed.response(), timed.requestedAt());
        } catch (RuntimeException | Error e) {
            LegacySessionResponse.refreshJwt(timed.response())
                    .ifPresent(token -> revocation.deleteLegacySessionSoon(identity.pdsUrl(), token));
            throw e;
        }
    }

    // The server lets such accounts sign in, but accepts no other call.
    private static void requireActive(Identity identity, HttpResponse response) {
        Map<String, Object> json = response.json();
        if (json == null || !Boolean.FALSE.equals(json.get("active"))) {
            return;
        }
        boolean deactivated = "deactivated".equals(json.get("status"));
        throw LoginException.of(
                deactivated ? Reason.ACCOUNT_DEACTIVATED : Reason.ACCOUNT_TAKEDOWN,
                (deactivated ? DEACTIVATED : TAKEDOWN) + "Cannot sign in " + identity.did() + " at "
                        + identity.pdsUrl());
    }

    private LoginException refusal(Identity identity, HttpResponse response) {
        String server = "Cannot sign in " + identity.did() + ": " + identity.pdsUrl();
        String error = String.valueOf(response.errorCode());
        return switch (error) {
            case "AuthenticationRequired" ->
                LoginException.refused(Reason.WRONG_PASSWORD, WRONG_PASSWORD + server, response, clock);
            case "AccountDeactivated" ->
                LoginException.refused(Reason.ACCOUNT_DEACTIVATED, DEACTIVATED + server, response, clock);
            case "AccountTakedown", "AccountSuspended" ->
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
            throw e.kind() == Kind.WITHOUT_ACCESS_TOKEN
                    ? LoginException.withoutAccessToken(identity.pdsUrl())
                    : LoginException.of(
                            Reason.PROTOCOL_ERROR,
                            "Invalid session response from " + identity.pdsUrl() + ": " + e.getMessage());
        }
        return OAuthSession.builder()
                .did(identity.did())
                .pdsUrl(identity.pdsUrl())
                .accessJwt(tokens.accessJwt())
                .refreshJwt(tokens.refreshJwt())
                .issuedAt(requestedAt)
                .signedInAt(requestedAt)
                .expiresAt(tokens.expiresAt())
                .tokenType(OAuthSession.BEARER)
                .handle(identity.handle())
                .refreshExpiresAt(tokens.refreshExpiresAt())
                .build();
    }
}
