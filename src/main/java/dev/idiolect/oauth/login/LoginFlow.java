package dev.idiolect.oauth.login;

import dev.idiolect.oauth.dpop.DpopProver;
import dev.idiolect.oauth.http.GuardedHttp;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.refresh.ClientAuthentication;
import dev.idiolect.oauth.refresh.ClientKeyException;
import dev.idiolect.oauth.refresh.ClientKeys;
import dev.idiolect.oauth.refresh.DiscoveryException;
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
    public static final Duration PENDING_FOR = Duration.ofMinutes(10);

    private static final Logger LOG = System.getLogger(LoginFlow.class.getName());

    private final OAuthClient client;
    private final IdentityResolver identities;
    private final Clock clock;
    private final PendingLogins pending;
    private final LoginServers servers;
    private final PushedRequest pushed;
    private final CodeExchange exchange;
    private final SessionKeeper keeper;

    /**
     * Creates a flow.
     *
     * @param client the application as authorization servers see it
     * @param context what every way to sign in needs; one for all of them
     */
    public LoginFlow(OAuthClient client, LoginContext context) {
        this(client, context, context.http());
    }

    LoginFlow(OAuthClient client, LoginContext context, GuardedHttp http) {
        this.client = client;
        identities = context.identities();
        clock = context.clock();
        pending = context.store().pendingLogins().orElseGet(() -> PendingLogins.inMemory(clock));
        servers = new LoginServers(http);
        ProvenPost post = new ProvenPost(http, context.proofs(), clock);
        pushed = new PushedRequest(post, clock);
        Revocation revocation = new Revocation(http, servers, post, client);
        exchange = new CodeExchange(context, servers, post, revocation);
        keeper = new SessionKeeper(context, revocation);
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
     * @throws DiscoveryException if the account's servers can't be reached or break the rules
     * @throws InvalidClientException if the redirect URI is none of the client's
     * @throws LoginException if the authorization server refuses the request or can't be reached
     * @throws StoreException if the login can't be kept, for one because too many are pending
     */
    public AuthorizationRequest begin(String account, String redirectUri) {
        String registered = client.redirectUri(redirectUri);
        Identity identity = isAddress(account) ? null : identities.resolveFresh(account);
        ClientKeys keys = client.keys();
        String issuer = identity == null ? servers.issuerBehind(account.strip()) : servers.issuerOf(identity.pdsUrl());
        LoginServer server = servers.server(issuer, identity == null ? null : identity.pdsUrl(), keys != null);
        PendingLogin login = new PendingLogin(
                issuer,
                server.tokenEndpoint(),
                server.revocationEndpoint(),
                client.clientId(),
                keys == null ? null : keys.newest().id(),
                registered,
                DpopProver.generate().privateJwk(),
                Secrets.random(),
                identity == null ? null : identity.did(),
                clock.instant().plus(PENDING_FOR));
        String browserSecret = Secrets.random();
        String state = AuthorizationRequest.state(browserSecret);
        URI url = pushed.push(server, login, authentication(login), client.scope(), state, hint(identity));
        pending.put(state, login.json(), login.expiresAt());
        LOG.log(Level.DEBUG, "A login at {0} has begun", issuer);
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
     * @throws DiscoveryException if the account's PDS can't be reached or breaks the rules
     * @throws ClientKeyException if the key that the login began with is gone
     * @throws StoreException if the store fails
     */
    public OAuthSession complete(Map<String, String> callbackParameters) {
        PendingLogin login = taken(callbackParameters.get("state"));
        // RFC 9207 section 2.4: before anything else of the answer is looked at, errors included.
        if (!login.issuer().equals(callbackParameters.get("iss"))) {
            throw LoginException.of(
                    Reason.MISMATCH,
                    "The answer to a login at " + login.issuer() + " does not come from there (iss). Begin again");
        }
        String error = callbackParameters.get("error");
        if (error != null) {
            throw refused(login, error);
        }
        String code = callbackParameters.get("code");
        if (code == null || code.isEmpty()) {
            throw LoginException.of(
                    Reason.MISMATCH, "The answer of " + login.issuer() + " has neither code nor error. Begin again");
        }
        ClientAuthentication authentication = authentication(login);
        return keeper.keep(() -> exchange.exchange(login, authentication, code));
    }

    private PendingLogin taken(@Nullable String state) {
        PendingLogin login = state == null
                ? null
                : pending.take(state).map(PendingLogin::parse).orElse(null);
        if (login == null || !clock.instant().isBefore(login.expiresAt())) {
            throw LoginException.of(
                    Reason.NOT_PENDING,
                    "No login is pending for this answer: it was completed before, took longer than "
                            + PENDING_FOR.toMinutes() + " minutes, or did not begin here. Begin again");
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

    private ClientAuthentication authentication(PendingLogin login) {
        return OAuthClient.authentication(client.keys(), login.clientId(), login.clientKeyId(), login.issuer());
    }

    private static boolean isAddress(String account) {
        String text = account.strip();
        return text.regionMatches(true, 0, "https://", 0, 8) || text.regionMatches(true, 0, "http://", 0, 7);
    }

    private static @Nullable String hint(@Nullable Identity identity) {
        if (identity == null) {
            return null;
        }
        return identity.handle() == null ? identity.did() : identity.handle();
    }
}
