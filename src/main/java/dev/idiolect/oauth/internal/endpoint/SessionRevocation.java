package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Revokes sessions at their servers. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009#section-2.1">RFC 7009 section 2.1</a>
 */
public final class SessionRevocation {

    private final AuthorizationServers servers;
    private final TokenEndpointClient endpoint;
    private final LegacySessionClient legacySessions;
    private final Clock clock;
    private final @Nullable String clientId;
    private final @Nullable ClientKeys clientKeys;

    /**
     * Creates a revocation.
     *
     * @param clientId the client of sessions without a client id, or null
     * @param clientKeys the keys of a confidential client, or null
     */
    public SessionRevocation(
            SsrfSafeHttpClient http,
            DpopProofFactory proofs,
            Clock clock,
            @Nullable String clientId,
            @Nullable ClientKeys clientKeys) {
        servers = new AuthorizationServers(http);
        endpoint = new TokenEndpointClient(http, proofs, clock);
        legacySessions = new LegacySessionClient(http, clock);
        this.clock = clock;
        this.clientId = clientId;
        this.clientKeys = clientKeys;
    }

    /**
     * Revokes a session.
     *
     * @throws RevocationException if the server cannot be reached or refuses
     */
    public void revoke(OAuthSession session) throws RevocationException {
        try {
            if (session.isBearer()) {
                deleteLegacySession(session);
            } else {
                revokeTokens(session);
            }
        } catch (ExchangeException e) {
            throw RevocationException.noResponse("no response", e);
        } catch (DiscoveryException e) {
            throw new RevocationException(String.valueOf(e.getMessage()), e.isTransient(), e.getCause());
        } catch (OAuthException | IllegalArgumentException e) {
            throw new RevocationException(String.valueOf(e.getMessage()), false, e);
        }
    }

    private void revokeTokens(OAuthSession session) throws ExchangeException, RevocationException {
        String client = session.clientId() != null ? session.clientId() : clientId;
        if (client == null) {
            throw new RevocationException(
                    "neither the session nor the configuration names its OAuth client", false, null);
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
        ClientAuthentication authentication = ClientAuthentication.of(clientKeys, client, session.clientKeyId());
        URI url = scopedServers.metadata(issuer).revocationEndpoint().orElse(null);
        if (url == null) {
            throw new RevocationException(issuer + " has no revocation endpoint", false, null);
        }
        // The refresh token first: it lives longer, and most servers revoke the access token with it.
        for (String token : List.of(session.refreshJwt(), session.accessJwt())) {
            HttpResponse response =
                    scopedEndpoint.revoke(url, issuer, session.dpopPrivateKeyJwk(), authentication, token);
            if (!token.equals(session.accessJwt()) || !isUnsupportedType(response)) {
                requireRevoked(issuer, response);
            }
        }
    }

    // RFC 7009 section 2: a server must support the revocation of refresh tokens, but not of access tokens.
    private static boolean isUnsupportedType(HttpResponse response) {
        return response.status() == 400 && "unsupported_token_type".equals(response.errorCode());
    }

    private void requireRevoked(String server, HttpResponse response) throws RevocationException {
        if (!response.isSuccess()) {
            throw RevocationException.refused(server, response, clock);
        }
    }

    private void deleteLegacySession(OAuthSession session) throws RevocationException {
        String origin;
        try {
            origin = HttpOrigin.ofSecure(session.pdsUrl());
        } catch (InvalidUrlException e) {
            throw new RevocationException("the session's pdsUrl cannot be used: " + e.getMessage(), false, e);
        }
        deleteLegacySession(origin, session.refreshJwt());
    }

    /**
     * Deletes the session of an app password.
     *
     * @throws RevocationException if the server cannot be reached or refuses
     */
    public void deleteLegacySession(String origin, String refreshJwt) throws RevocationException {
        HttpResponse response;
        try {
            response = legacySessions.delete(origin, refreshJwt);
        } catch (ExchangeException e) {
            throw RevocationException.noResponse("no response from " + origin, e);
        }
        String error = response.errorCode();
        boolean alreadyEnded = "ExpiredToken".equals(error) || "InvalidToken".equals(error);
        if (!alreadyEnded) {
            requireRevoked(origin, response);
        }
    }
}
