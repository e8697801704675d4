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
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.RevocationFailed;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.internal.EventDelivery;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Revokes sessions at their servers, at once or in the background.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009#section-2.1">RFC 7009 section 2.1</a>
 */
final class Revocation {

    private final AuthorizationServers servers;
    private final TokenEndpointClient endpoint;
    private final LegacySessionClient legacySessions;
    private final Clock clock;
    private final @Nullable OAuthClient client;
    private final RevocationQueue queue;
    private final RevocationQueue failedLogins;
    private final SessionListener listener;

    /** @param client the client for sessions without a client id, or null */
    Revocation(SsrfSafeHttpClient http, LoginSettings settings, @Nullable OAuthClient client) {
        servers = new AuthorizationServers(http);
        clock = settings.clock();
        endpoint = new TokenEndpointClient(http, settings.proofs(), clock);
        legacySessions = new LegacySessionClient(http, clock);
        queue = settings.revocations().sessions();
        failedLogins = settings.revocations().failedLogins();
        listener = settings.listener();
        this.client = client;
    }

    /** @throws RevocationException if the server cannot be reached or refuses */
    void revoke(OAuthSession session) throws RevocationException {
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

    /** Revokes a session in the background, after it was removed from the store. */
    void revokeLater(OAuthSession session) {
        queue.add(
                "the session of " + session.did(),
                characters(session),
                () -> revoke(session),
                reason -> failed(session, reason));
    }

    /** Like {@link #revokeLater}, but waits up to two seconds. Returns whether the session is revoked by then. */
    boolean revokeSoon(OAuthSession session) {
        return queue.tryNow(
                "the session of " + session.did(),
                characters(session),
                () -> revoke(session),
                reason -> failed(session, reason));
    }

    /** Returns the length of the texts of a session whose length servers choose, and of a usual rest. */
    private static long characters(OAuthSession session) {
        String scope = session.scope();
        return 1_000L
                + session.accessJwt().length()
                + session.refreshJwt().length()
                + (scope == null ? 0 : scope.length());
    }

    private void failed(OAuthSession session, String reason) {
        EventDelivery.deliver(listener::onEvent, new RevocationFailed(session.did(), reason));
    }

    /** Revokes the tokens of a failed login, in the background if the server does not respond soon. */
    void revokeSoon(PendingLogin login, ClientAuthentication authentication, List<String> tokens) {
        long characters = MaxLength.URL.limit()
                + tokens.stream().mapToLong(String::length).sum();
        failedLogins.tryNow(
                "the tokens of a failed login", characters, () -> revoke(login, authentication, tokens), reason -> {});
    }

    /** Deletes the session of a failed app-password login, in the background if the server does not respond soon. */
    void deleteLegacySessionSoon(String pdsUrl, String refreshJwt) {
        failedLogins.tryNow(
                "the session of a failed login",
                refreshJwt.length(),
                () -> {
                    try {
                        deleteLegacySession(pdsUrl, refreshJwt);
                    } catch (ExchangeException e) {
                        throw RevocationException.noResponse("no response from " + pdsUrl, e);
                    }
                },
                reason -> {});
    }

    private void revoke(PendingLogin login, ClientAuthentication authentication, List<String> tokens)
            throws RevocationException {
        URI url = login.revocationEndpoint();
        if (url == null) {
            throw new RevocationException(login.issuer() + " has no revocation endpoint", false, null);
        }
        try {
            for (String token : tokens) {
                requireRevoked(
                        login.issuer(),
                        endpoint.revoke(url, login.issuer(), login.dpopPrivateKey(), authentication, token));
            }
        } catch (ExchangeException e) {
            throw RevocationException.noResponse("no response from " + login.issuer(), e);
        }
    }

    private void revokeTokens(OAuthSession session) throws ExchangeException, RevocationException {
        String clientId = session.clientId() != null ? session.clientId() : client == null ? null : client.clientId();
        if (clientId == null) {
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
        ClientAuthentication authentication = ClientAuthentication.of(
                client == null ? null : client.keys().orElse(null), clientId, session.clientKeyId());
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

    private void deleteLegacySession(OAuthSession session) throws ExchangeException, RevocationException {
        String origin;
        try {
            origin = HttpOrigin.ofSecure(session.pdsUrl());
        } catch (InvalidUrlException e) {
            throw new RevocationException("the session's pdsUrl cannot be used: " + e.getMessage(), false, e);
        }
        deleteLegacySession(origin, session.refreshJwt());
    }

    private void deleteLegacySession(String origin, String refreshJwt) throws ExchangeException, RevocationException {
        HttpResponse response = legacySessions.delete(origin, refreshJwt);
        String error = response.errorCode();
        boolean alreadyEnded = "ExpiredToken".equals(error) || "InvalidToken".equals(error);
        if (!alreadyEnded) {
            requireRevoked(origin, response);
        }
    }
}
