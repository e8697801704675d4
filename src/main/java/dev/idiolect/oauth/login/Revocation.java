package dev.idiolect.oauth.login;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import dev.idiolect.oauth.internal.endpoint.LegacySessionClient;
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
import org.jspecify.annotations.Nullable;

/**
 * Revokes sessions at their servers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009#section-2.1">RFC 7009 section 2.1</a>
 */
final class Revocation {

    private static final Logger LOG = System.getLogger(Revocation.class.getName());

    private final AuthorizationServers servers;
    private final TokenEndpointClient endpoint;
    private final LegacySessionClient legacySessions;
    private final @Nullable OAuthClient client;

    /** @param client the client for sessions without a client id, or null */
    Revocation(SsrfSafeHttpClient http, LoginSettings settings, @Nullable OAuthClient client) {
        servers = new AuthorizationServers(http);
        endpoint = new TokenEndpointClient(http, settings.proofs(), settings.clock());
        legacySessions = new LegacySessionClient(http, settings.clock());
        this.client = client;
    }

    /** @throws LogoutException if the server cannot be reached or refuses */
    void revoke(OAuthSession session) {
        try {
            if (session.isBearer()) {
                deleteLegacySession(session);
            } else {
                revokeTokens(session);
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

    /** Revokes a session that is no longer needed, and logs a warning if that fails. */
    void revokeQuietly(OAuthSession session) {
        try {
            revoke(session);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
    }

    /** Revokes the tokens of a failed login, and logs a warning if that fails. */
    void revokeQuietly(PendingLogin login, ClientAuthentication authentication, List<String> tokens) {
        try {
            URI url = login.revocationEndpoint();
            if (url == null) {
                warn(login.issuer() + " has no revocation endpoint");
                return;
            }
            for (String token : tokens) {
                HttpResponse response =
                        endpoint.revoke(url, login.issuer(), login.dpopPrivateKey(), authentication, token);
                if (response.status() != 200) {
                    warn(login.issuer() + " returned " + response.summary());
                }
            }
        } catch (ExchangeException | RuntimeException e) {
            warn(String.valueOf(e.getMessage()));
        }
    }

    private static void warn(String detail) {
        LOG.log(Level.WARNING, "Cannot revoke the tokens of a failed login, which stay valid: " + detail);
    }

    private void revokeTokens(OAuthSession session) throws ExchangeException {
        String did = session.did();
        String clientId = session.clientId() != null ? session.clientId() : client == null ? null : client.clientId();
        if (clientId == null) {
            throw new LogoutException(
                    did, "neither the session nor the configuration names its OAuth client", false, null);
        }
        AuthorizationServers scopedServers = servers;
        TokenEndpointClient scopedEndpoint = endpoint;
        // As in a refresh, sessions of a PDS on this machine do not require the development setting.
        if (session.pdsUrl().startsWith("http:")) {
            URI pds = URI.create(session.pdsUrl());
            scopedServers = servers.scopedTo(pds);
            scopedEndpoint = endpoint.scopedTo(pds);
        }
        String issuer = session.issuer() != null ? session.issuer() : scopedServers.issuerOf(session.pdsUrl());
        ClientAuthentication authentication = ClientAuthentication.of(
                client == null ? null : client.keys().orElse(null), clientId, session.clientKeyId());
        URI url = scopedServers
                .metadata(issuer)
                .revocationEndpoint()
                .orElseThrow(() -> new LogoutException(did, issuer + " has no revocation endpoint", false, null));
        // The refresh token first: it lives longer, and most servers revoke the access token with it.
        for (String token : List.of(session.refreshJwt(), session.accessJwt())) {
            HttpResponse response =
                    scopedEndpoint.revoke(url, issuer, session.dpopPrivateKeyJwk(), authentication, token);
            if (response.status() != 200 && !(token.equals(session.accessJwt()) && isUnsupportedType(response))) {
                throw new LogoutException(
                        did, issuer + " returned " + response.summary(), response.isTransient(), null);
            }
        }
    }

    // RFC 7009 section 2: a server must support the revocation of refresh tokens, but not of access tokens.
    private static boolean isUnsupportedType(HttpResponse response) {
        return response.status() == 400 && "unsupported_token_type".equals(response.errorCode());
    }

    private void deleteLegacySession(OAuthSession session) throws ExchangeException {
        String origin;
        try {
            origin = HttpOrigin.of(session.pdsUrl());
        } catch (InvalidUrlException e) {
            throw new LogoutException(session.did(), "the session's pdsUrl is invalid", false, e);
        }
        HttpResponse response = legacySessions.delete(origin, session.refreshJwt());
        String error = response.errorCode();
        boolean alreadyEnded = "ExpiredToken".equals(error) || "InvalidToken".equals(error);
        if (response.status() != 200 && !alreadyEnded) {
            throw new LogoutException(
                    session.did(), origin + " returned " + response.summary(), response.isTransient(), null);
        }
    }
}
