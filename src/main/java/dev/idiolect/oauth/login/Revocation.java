package dev.idiolect.oauth.login;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions at their servers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009#section-2.1">RFC 7009 section 2.1</a>
 */
final class Revocation {

    private static final Logger LOG = System.getLogger(Revocation.class.getName());
    private static final String DELETE_SESSION = "/xrpc/com.atproto.server.deleteSession";
    private static final Set<String> ENDED_BEFORE = Set.of("ExpiredToken", "InvalidToken");

    private final SsrfSafeHttpClient http;
    private final AuthorizationServers servers;
    private final TokenEndpointClient endpoint;
    private final @Nullable OAuthClient client;

    /** @param client the client of sessions that do not name theirs, or null */
    Revocation(SsrfSafeHttpClient http, LoginSettings settings, @Nullable OAuthClient client) {
        this(
                http,
                new AuthorizationServers(http),
                new TokenEndpointClient(http, settings.proofs(), settings.clock()),
                client);
    }

    private Revocation(
            SsrfSafeHttpClient http,
            AuthorizationServers servers,
            TokenEndpointClient endpoint,
            @Nullable OAuthClient client) {
        this.http = http;
        this.servers = servers;
        this.endpoint = endpoint;
        this.client = client;
    }

    /** @throws LogoutException if the server could not be reached or did not accept the revocation */
    void end(OAuthSession session) {
        try {
            Revocation scoped = scopedTo(session.pdsUrl());
            if (session.isBearer()) {
                scoped.delete(session);
            } else {
                scoped.revoke(session);
            }
        } catch (ExchangeException e) {
            throw new LogoutException(session.did(), "no response: " + e.getMessage(), e.isTransient(), e);
        } catch (DiscoveryException e) {
            throw new LogoutException(session.did(), String.valueOf(e.getMessage()), e.isTransient(), e.getCause());
        } catch (LogoutException e) {
            throw e;
        } catch (OAuthException | IllegalArgumentException e) {
            throw new LogoutException(session.did(), String.valueOf(e.getMessage()), false, e);
        }
    }

    // A session whose PDS is on this machine is refreshed there without the development switch, so it can end there
    // too.
    private Revocation scopedTo(String pdsUrl) {
        if (!pdsUrl.startsWith("http:")) {
            return this;
        }
        URI pds = URI.create(pdsUrl);
        return new Revocation(http.scopedTo(pds), servers.scopedTo(pds), endpoint.scopedTo(pds), client);
    }

    /** Ends a session that is no longer needed; a failure is logged as a warning. */
    void endQuietly(OAuthSession session) {
        try {
            end(session);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
    }

    /** Revokes the tokens of a login that failed; a failure is logged as a warning. */
    void revokeQuietly(PendingLogin login, ClientAuthentication authentication, List<String> tokens) {
        try {
            URI url = login.revocationEndpoint();
            if (url == null) {
                warn("Tokens of a failed login stay valid: " + login.issuer() + " has no revocation endpoint");
                return;
            }
            for (String token : tokens) {
                HttpResponse response = endpoint.post(
                                url, login.issuer(), login.dpopPrivateKey(), authentication, Map.of("token", token))
                        .response();
                if (response.status() != 200) {
                    warn("Tokens of a failed login stay valid: " + login.issuer() + " returned " + response.summary());
                }
            }
        } catch (ExchangeException | RuntimeException e) {
            warn("Tokens of a failed login stay valid: " + e.getMessage());
        }
    }

    private static void warn(String message) {
        LOG.log(Level.WARNING, message);
    }

    private void revoke(OAuthSession session) throws ExchangeException {
        String did = session.did();
        String clientId = session.clientId() != null ? session.clientId() : client == null ? null : client.clientId();
        if (clientId == null) {
            throw new LogoutException(
                    did, "neither the session nor the configuration names its OAuth client", false, null);
        }
        String issuer = session.issuer() != null ? session.issuer() : servers.issuerOf(session.pdsUrl());
        ClientAuthentication authentication =
                ClientAuthentication.of(client == null ? null : client.keys(), clientId, session.clientKeyId());
        URI url = servers.metadata(issuer)
                .revocationEndpoint()
                .orElseThrow(() -> new LogoutException(did, issuer + " has no revocation endpoint", false, null));
        // The refresh token first: it lives longer, and with it most servers end the access token too.
        for (String token : List.of(session.refreshJwt(), session.accessJwt())) {
            HttpResponse response = endpoint.post(
                            url, issuer, session.dpopPrivateKeyJwk(), authentication, Map.of("token", token))
                    .response();
            if (response.status() != 200 && !(token.equals(session.accessJwt()) && isUnsupportedType(response))) {
                throw new LogoutException(
                        did, issuer + " returned " + response.summary(), response.isTransient(), null);
            }
        }
    }

    // RFC 7009 section 2: a server must revoke refresh tokens; access tokens expire soon.
    private static boolean isUnsupportedType(HttpResponse response) {
        return response.status() == 400 && "unsupported_token_type".equals(response.errorCode());
    }

    private void delete(OAuthSession session) throws ExchangeException {
        String origin;
        try {
            origin = HttpOrigin.of(session.pdsUrl());
        } catch (InvalidUrlException e) {
            throw new LogoutException(session.did(), "its PDS address is unusable", false, e);
        }
        HttpResponse response = http.post(
                URI.create(origin + DELETE_SESSION),
                new byte[0],
                Map.of("Authorization", "Bearer " + session.refreshJwt()));
        String error = response.errorCode();
        if (response.status() != 200 && !(error != null && ENDED_BEFORE.contains(error))) {
            throw new LogoutException(
                    session.did(), origin + " returned " + response.summary(), response.isTransient(), null);
        }
    }
}
