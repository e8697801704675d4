package dev.idiolect.oauth.login;

import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.identity.Identity;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServerMetadata;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Signs users in with the OAuth authorization code flow: {@link #begin} returns the URL for the user's browser, and
 * {@link #complete} turns the callback into a stored session. Thread-safe. The two can run in different processes if
 * their store supports pending logins ({@link dev.idiolect.oauth.store.OAuthTokenStore#pendingLogins}).
 *
 * @see <a href="https://atproto.com/specs/oauth">AT Protocol: OAuth</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9126">RFC 9126: pushed authorization requests</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207">RFC 9207: issuer identification</a>
 */
public final class LoginFlow {

    /** How long after its start a login can be completed: ten minutes. */
    public static final Duration STATE_LIFETIME = Duration.ofMinutes(10);

    private static final Logger LOG = System.getLogger(LoginFlow.class.getName());

    private final OAuthClient client;
    private final Clock clock;
    private final Telemetry telemetry;
    private final PendingLogins pending;
    private final LoginTargets targets;
    private final PushedAuthorizationRequest pushed;
    private final LoginShares shares;
    private final LoginShares callbackShares;
    private final ThreadFactory threadFactory;
    private final LoginLimits limits;
    private final CodeExchange exchange;
    private final SessionReplacement replacement;

    /**
     * Creates a flow.
     *
     * @param client the application's client
     * @param settings the settings, shared with other logins and logouts
     */
    public LoginFlow(OAuthClient client, LoginSettings settings) {
        this(client, settings, settings.http());
    }

    LoginFlow(OAuthClient client, LoginSettings settings, SsrfSafeHttpClient http) {
        this.client = client;
        clock = settings.clock();
        telemetry = settings.telemetry();
        pending = settings.pendingLogins();
        AuthorizationServers servers = new AuthorizationServers(http);
        shares = new LoginShares(settings.maxLoginsPerServer());
        callbackShares = shares.ofOtherPart();
        targets = new LoginTargets(settings.identities(), servers, shares);
        TokenEndpointClient endpoint = new TokenEndpointClient(http, settings.proofs(), clock);
        pushed = new PushedAuthorizationRequest(endpoint, clock);
        Revocation revocation = new Revocation(http, settings, client);
        exchange = new CodeExchange(settings, servers, endpoint, revocation, callbackShares);
        threadFactory = settings.threadFactory();
        limits = settings.limits();
        replacement = new SessionReplacement(settings, revocation);
    }

    /**
     * Begins a login with the client's first redirect URI.
     *
     * @param account as for {@link #begin(String, String)}
     * @return the request; the browser must open its URL within a few minutes
     * @throws dev.idiolect.oauth.OAuthException as {@link #begin(String, String)} does
     */
    public AuthorizationRequest begin(String account) {
        return begin(account, client.redirectUris().get(0));
    }

    /**
     * Begins a login, within 20 seconds or twice the timeout of a request, if that is longer. If it fails, nothing is
     * stored.
     *
     * @param account a handle or DID as entered by a user, or the address of a profile page; or the address of a PDS or
     *     authorization server, with or without {@code https://}, where the user then selects the account
     * @param redirectUri one of the client's redirect URIs; a loopback URI may have any port
     * @return the request; the browser must open its URL within a few minutes
     * @throws IdentityException if the handle or DID cannot be resolved to an account
     * @throws InvalidClientException if the redirect URI is not one of the client's
     * @throws LoginException if a server cannot be reached, refuses the request or violates the protocol, if too many
     *     logins wait for its domain, if it is slow and a login at another domain needs the place, if the time is over, or
     *     if the calling thread is interrupted
     * @throws StoreException if the store fails, or too many logins are pending
     */
    public AuthorizationRequest begin(String account, String redirectUri) {
        String registered = client.redirectUri(redirectUri);
        return LoginMeasurement.BEGIN.run(telemetry, () -> {
            targets.requireFree(account);
            return UninterruptibleLogin.begin(
                    threadFactory, limits.begin(), caller -> begin(account, registered, caller));
        });
    }

    private AuthorizationRequest begin(String account, String registered, UninterruptibleLogin caller) {
        ClientKeys keys = client.keys().orElse(null);
        LoginTarget target = targets.find(account, caller);
        caller.requireOpen();
        AuthorizationServerMetadata server = target.server();
        requireLoginSupport(server, keys != null);
        Identity identity = target.identity();
        PendingLogin login = new PendingLogin(
                server.issuer(),
                server.tokenEndpoint(),
                server.revocationEndpoint().orElse(null),
                client.clientId(),
                keys == null ? null : keys.currentKeyId(),
                registered,
                DpopKey.generate().privateJwk(),
                Pkce.random(),
                identity == null ? null : identity.did(),
                clock.instant().plus(STATE_LIFETIME));
        String browserSecret = Pkce.random();
        String state = AuthorizationRequest.state(browserSecret);
        URI url = caller.at(
                shares,
                server.issuer(),
                () -> pushed.push(server, login, authentication(login), client.scope(), state, loginHint(identity)));
        caller.committing();
        pending.save(state, login.json(), login.expiresAt());
        LOG.log(Level.DEBUG, "Started a login at {0}", server.issuer());
        return new AuthorizationRequest(url, state, browserSecret);
    }

    /**
     * Completes a login: consumes the pending login, exchanges the code, verifies the account, and stores the session.
     * The account's previous session, if any, is revoked at its server. All this takes at most 30 seconds, or three
     * times the timeout of a request, if that is longer.
     *
     * <p>If this method fails, or the calling thread is interrupted before the session is stored, no session is stored,
     * and the library tries to revoke issued tokens. The login is then no longer pending, unless
     * {@link LoginException#isLoginPending()}: then the same call may succeed later.
     *
     * @param callbackParameters the query parameters of the request to the redirect URI
     * @return the session, as stored
     * @throws LoginException if no such login is pending, the user or the server refused, the callback or the tokens
     *     are invalid, too many logins wait for the server's domain, or the time is over; see
     *     {@link LoginException#reason()}
     * @throws IdentityException if the account for which the login began can no longer be resolved
     * @throws InvalidClientException if the client key of the login is no longer configured
     * @throws StoreException if the store fails, or a refresh of the account holds its lock for more than two minutes
     */
    public OAuthSession complete(Map<String, String> callbackParameters) {
        return LoginMeasurement.COMPLETE.run(telemetry, () -> completeUnreported(callbackParameters));
    }

    private OAuthSession completeUnreported(Map<String, String> callbackParameters) {
        AuthorizationResponse response = new AuthorizationResponse(callbackParameters);
        requireFree(response.issuer());
        String state = response.state();
        PendingLogin login = consume(state);
        String code = response.code(login);
        ClientAuthentication authentication = authentication(login);
        try {
            return replacement.replace(
                    limits.complete(), caller -> exchange.exchange(login, authentication, code, caller));
        } catch (LoginException e) {
            if (e.isLoginPending() && state != null) {
                pending.save(state, login.json(), login.expiresAt());
            }
            throw e;
        }
    }

    // Before the store is used. A wrong issuer fails the login later.
    private void requireFree(@Nullable String issuer) {
        try {
            if (issuer != null) {
                callbackShares.requireFree(issuer);
            }
        } catch (LoginException e) {
            throw e.pendingIfTransient();
        }
    }

    private PendingLogin consume(@Nullable String state) {
        PendingLogin login = state == null
                ? null
                : pending.consume(state).map(PendingLogin::parse).orElse(null);
        if (login == null || !clock.instant().isBefore(login.expiresAt())) {
            throw LoginException.of(
                    Reason.UNKNOWN_STATE,
                    "No login with this state is pending: it was completed, took longer than "
                            + STATE_LIFETIME.toMinutes() + " minutes, or was not started here; start again");
        }
        return login;
    }

    private static void requireLoginSupport(AuthorizationServerMetadata server, boolean confidential) {
        try {
            server.requireLoginSupport(confidential);
        } catch (DiscoveryException e) {
            throw LoginException.of(e);
        }
    }

    private ClientAuthentication authentication(PendingLogin login) {
        return ClientAuthentication.of(client.keys().orElse(null), login.clientId(), login.clientKeyId());
    }

    private static @Nullable String loginHint(@Nullable Identity identity) {
        if (identity == null) {
            return null;
        }
        return identity.handle() == null ? identity.did() : identity.handle();
    }
}
