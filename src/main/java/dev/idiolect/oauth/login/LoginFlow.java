package dev.idiolect.oauth.login;

import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.client.ClientKeyException;
import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.identity.Identity;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServerMetadata;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs accounts in by OAuth: {@link #begin} says where to send the browser, {@link #complete} turns what it brings back into
 * a stored session. Safe for use by many threads; the two may happen in different processes that share a store, if that keeps
 * pending logins ({@link dev.idiolect.oauth.store.OAuthTokenStore#pendingLogins}).
 *
 * @see <a href="https://atproto.com/specs/oauth">AT Protocol: OAuth</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9126">RFC 9126: pushed authorization requests</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207">RFC 9207: issuer identification</a>
 */
public final class LoginFlow {

    /** How long a browser may stay away. */
    public static final Duration STATE_LIFETIME = Duration.ofMinutes(10);

    private static final Logger LOG = System.getLogger(LoginFlow.class.getName());

    private final OAuthClient client;
    private final IdentityResolver identities;
    private final Clock clock;
    private final PendingLogins pending;
    private final AuthorizationServers servers;
    private final PushedAuthorizationRequest pushed;
    private final CodeExchange exchange;
    private final SessionReplacement replacement;

    /**
     * Creates a flow.
     *
     * @param client the application as authorization servers see it
     * @param settings what every way to sign in needs; one for all of them
     */
    public LoginFlow(OAuthClient client, LoginSettings settings) {
        this(client, settings, settings.http());
    }

    LoginFlow(OAuthClient client, LoginSettings settings, SsrfSafeHttpClient http) {
        this.client = client;
        identities = settings.identities();
        clock = settings.clock();
        pending = settings.store().pendingLogins().orElseGet(() -> PendingLogins.inMemory(clock));
        servers = new AuthorizationServers(http);
        TokenEndpointClient endpoint = new TokenEndpointClient(http, settings.proofs(), clock);
        pushed = new PushedAuthorizationRequest(endpoint, clock);
        Revocation revocation = new Revocation(http, settings, client);
        exchange = new CodeExchange(settings, servers, endpoint, revocation);
        replacement = new SessionReplacement(settings, revocation);
    }

    /**
     * Begins a login that comes back to the client's first redirect URI.
     *
     * @param account as for {@link #begin(String, String)}
     * @return where to send the browser, within a few minutes
     * @throws dev.idiolect.oauth.OAuthException as {@link #begin(String, String)} does
     */
    public AuthorizationRequest begin(String account) {
        return begin(account, client.redirectUris().get(0));
    }

    /**
     * Begins a login. Nothing of it is left if this fails.
     *
     * @param account a handle or a DID as a person may type it; or the {@code https://} address of a PDS or authorization
     *     server, where the person then says who it is
     * @param redirectUri one of the client's redirect URIs; for a loopback address any port will do
     * @return where to send the browser, within a few minutes
     * @throws IdentityException if the handle or DID leads to no account
     * @throws InvalidClientException if the redirect URI is none of the client's
     * @throws LoginException if a server refuses the request, cannot be reached or violates the protocol
     * @throws StoreException if the login can't be kept, for one because too many are pending
     */
    public AuthorizationRequest begin(String account, String redirectUri) {
        String registered = client.redirectUri(redirectUri);
        Identity identity = isAddress(account) ? null : identities.resolveFresh(account);
        ClientKeys keys = client.keys();
        AuthorizationServerMetadata server = server(account, identity, keys != null);
        PendingLogin login = new PendingLogin(
                server.issuer(),
                server.tokenEndpoint(),
                server.revocationEndpoint().orElse(null),
                client.clientId(),
                keys == null ? null : keys.newest().id(),
                registered,
                DpopKey.generate().privateJwk(),
                Pkce.random(),
                identity == null ? null : identity.did(),
                clock.instant().plus(STATE_LIFETIME));
        String browserSecret = Pkce.random();
        String state = AuthorizationRequest.state(browserSecret);
        URI url = pushed.push(server, login, authentication(login), client.scope(), state, loginHint(identity));
        pending.put(state, login.json(), login.expiresAt());
        LOG.log(Level.DEBUG, "A login at {0} has begun", server.issuer());
        return new AuthorizationRequest(url, state, browserSecret);
    }

    /**
     * Completes a login: takes the pending one out, exchanges the code, checks whose tokens they are, and stores the session
     * in place of the account's old one, which is then ended at its server. If this fails there is no session, the pending
     * login is gone, and tokens that were given are revoked as far as possible. So they are where the calling thread is
     * interrupted before the session is stored.
     *
     * @param callbackParameters the query parameters with which the browser came to the redirect URI
     * @return the session, as it is stored
     * @throws LoginException if no such login is pending, the account's owner or the server refused, or what came back is not
     *     to be trusted; {@link LoginException#reason()} tells
     * @throws IdentityException if the account that signed in can't be found by its DID
     * @throws ClientKeyException if the key that the login began with is gone
     * @throws StoreException if the store fails
     */
    public OAuthSession complete(Map<String, String> callbackParameters) {
        PendingLogin login = taken(callbackParameters.get("state"));
        // RFC 9207 section 2.4: before anything else of the answer is looked at, errors included.
        if (!login.issuer().equals(callbackParameters.get("iss"))) {
            throw LoginException.of(
                    Reason.STATE_OR_ISSUER_MISMATCH,
                    "The answer to a login at " + login.issuer() + " does not come from there (iss). Begin again");
        }
        String error = callbackParameters.get("error");
        if (error != null) {
            throw refused(login, error);
        }
        String code = callbackParameters.get("code");
        if (code == null || code.isEmpty()) {
            throw LoginException.of(
                    Reason.STATE_OR_ISSUER_MISMATCH,
                    "The answer of " + login.issuer() + " has neither code nor error. Begin again");
        }
        ClientAuthentication authentication = authentication(login);
        return replacement.replace(() -> exchange.exchange(login, authentication, code));
    }

    private PendingLogin taken(@Nullable String state) {
        PendingLogin login = state == null
                ? null
                : pending.take(state).map(PendingLogin::parse).orElse(null);
        if (login == null || !clock.instant().isBefore(login.expiresAt())) {
            throw LoginException.of(
                    Reason.UNKNOWN_STATE,
                    "No login is pending for this answer: it was completed before, took longer than "
                            + STATE_LIFETIME.toMinutes() + " minutes, or did not begin here. Begin again");
        }
        return login;
    }

    private static LoginException refused(PendingLogin login, String error) {
        // It came through the browser: only what RFC 6749 section 4.1.2.1 defines is repeated.
        String code = error.matches("[a-z_]{1,40}") ? error : null;
        boolean denied = "access_denied".equals(code);
        boolean passing = "temporarily_unavailable".equals(code) || "server_error".equals(code);
        return new LoginException(
                denied ? Reason.DENIED : passing ? Reason.UNAVAILABLE : Reason.REFUSED,
                denied
                        ? "The account's owner refused the login at " + login.issuer()
                        : login.issuer() + " refused the login" + (code == null ? "" : ": " + code),
                code,
                null,
                null);
    }

    private AuthorizationServerMetadata server(String account, @Nullable Identity identity, boolean confidential) {
        try {
            AuthorizationServerMetadata server;
            if (identity == null) {
                server = servers.metadata(servers.issuerAt(account.strip()));
            } else {
                server = servers.metadata(servers.issuerOf(identity.pdsUrl()), identity.pdsUrl());
            }
            server.requireLoginSupport(confidential);
            return server;
        } catch (DiscoveryException e) {
            throw LoginException.of(e);
        }
    }

    private ClientAuthentication authentication(PendingLogin login) {
        return ClientAuthentication.of(client.keys(), login.clientId(), login.clientKeyId());
    }

    private static boolean isAddress(String account) {
        String text = account.strip();
        return text.regionMatches(true, 0, "https://", 0, 8) || text.regionMatches(true, 0, "http://", 0, 7);
    }

    private static @Nullable String loginHint(@Nullable Identity identity) {
        if (identity == null) {
            return null;
        }
        return identity.handle() == null ? identity.did() : identity.handle();
    }
}
