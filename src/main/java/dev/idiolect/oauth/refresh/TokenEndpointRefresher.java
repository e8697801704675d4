package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.dpop.DpopException;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServerMetadata;
import dev.idiolect.oauth.internal.endpoint.CachedAuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient.TimedResponse;
import dev.idiolect.oauth.internal.endpoint.TokenResponse;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.refresh.SessionServers.Home;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes DPoP sessions at the token endpoint of the authorization server that the account's PDS names, as a public
 * client or with the client key that the session is bound to.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 section 6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-5">RFC 9449 section 5</a>
 */
final class TokenEndpointRefresher {

    private static final String SERVER = "the authorization server";

    private final TokenEndpointClient tokenEndpoint;
    private final SessionServers servers;
    private final DpopProofFactory proofs;
    private final @Nullable String clientId;
    private final @Nullable ClientKeys clientKeys;
    private final Clock clock;
    private final Duration singleUseDeadline;

    TokenEndpointRefresher(Refresher.Builder builder, SsrfSafeHttpClient http) {
        proofs = builder.proofs;
        clientId = builder.clientId;
        clientKeys = builder.clientKeys;
        clock = builder.clock;
        singleUseDeadline = builder.singleUseDeadline;
        tokenEndpoint = new TokenEndpointClient(http, proofs, clock);
        servers = new SessionServers(new CachedAuthorizationServers(http, clock));
    }

    OAuthSession refresh(OAuthSession session, AccountLookup lookup, SessionLock lock) {
        String client = clientOf(session);
        ClientAuthentication authentication = authenticationOf(session, client);
        Optional<Home> moved = servers.moved(session, lookup);
        lookup.verifyHandle();
        // The deadline begins before the permit, so that the token is sent while the permit is valid.
        TokenEndpointClient singleUse = tokenEndpoint.withSingleUseDeadline(singleUseDeadline);
        // Steps that can fail come before the token is sent: nothing stands between the response and the save.
        Home home = moved.orElseGet(() -> servers.stored(session));
        String pdsOrigin = HttpOrigin.of(home.pdsUrl());
        if (moved.isEmpty()) {
            proofs.nonces().seed(pdsOrigin, session.dpopNonce());
        }
        RefreshPermit.require(session, lock);
        TimedResponse timed = post(singleUse.scopedTo(URI.create(pdsOrigin)), session, home, authentication);
        if (!timed.response().isSuccess()) {
            throw failure(session, home, timed.response());
        }
        // The session stays bound to its issuer, even if the PDS later names another.
        return refreshed(session, timed).toBuilder()
                .pdsUrl(home.pdsUrl())
                .handle(lookup.handleOr(session.handle()))
                .dpopNonce(proofs.nonces().current(pdsOrigin))
                .issuer(home.server().issuer())
                .clientId(client)
                .clientKeyId(session.clientKeyId())
                .build();
    }

    private String clientOf(OAuthSession session) {
        String client = session.clientId() == null ? clientId : session.clientId();
        if (client == null) {
            throw RefreshException.permanentFailure(
                    session.did(), "neither the session nor idiolect.oauth.client-id names the OAuth client", null);
        }
        return client;
    }

    private ClientAuthentication authenticationOf(OAuthSession session, String client) {
        try {
            return ClientAuthentication.of(clientKeys, client, session.clientKeyId());
        } catch (InvalidClientException e) {
            throw RefreshException.permanentFailure(session.did(), String.valueOf(e.getMessage()), null, e);
        }
    }

    private TimedResponse post(
            TokenEndpointClient singleUse, OAuthSession session, Home home, ClientAuthentication authentication) {
        AuthorizationServerMetadata server = home.server();
        Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", session.refreshJwt());
        try {
            return singleUse.post(
                    server.tokenEndpoint(), server.issuer(), session.dpopPrivateKeyJwk(), authentication, form);
        } catch (DpopException | InvalidClientException e) {
            throw RefreshException.permanentFailure(session.did(), String.valueOf(e.getMessage()), null, e)
                    .withTokenUnusedIf(true);
        } catch (ExchangeException e) {
            if (!singleUse.isTooLate() && !e.isRateLimited()) {
                // If only the deadline was missed, the cached endpoint is probably right, and keeping it saves the next
                // refresh time.
                servers.markOutdated(home);
            }
            throw RefreshException.noResponse(
                    session.did(),
                    TokenRedaction.text(
                            session,
                            "no response from " + safeText(session, server.tokenEndpoint()) + ": " + e.getMessage()),
                    e);
        }
    }

    // Redacts first: SafeText can truncate a token, and redaction would then miss its rest.
    private static String safeText(OAuthSession session, URI url) {
        return SafeText.text(TokenRedaction.text(session, url.toString()));
    }

    private static OAuthSession refreshed(OAuthSession session, TimedResponse timed) {
        String did = session.did();
        TokenResponse tokens;
        try {
            tokens = TokenResponse.parse(timed.response().json());
        } catch (InvalidTokenResponseException e) {
            throw UnusableTokens.failure(did, SERVER, e);
        }
        if (!tokens.sub().equals(did)) {
            throw UnusableTokens.consumed(did, SERVER, "it is for another account (sub)");
        }
        if (TokenRedaction.containsToken(session, tokens.scope())) {
            throw UnusableTokens.consumed(did, SERVER, "its scope contains a token");
        }
        // RFC 6749 section 6: without a new refresh token, the old one stays valid.
        String refreshToken = tokens.refreshToken() == null ? session.refreshJwt() : tokens.refreshToken();
        Instant issuedAt = timed.requestedAt();
        return session.toBuilder()
                .accessJwt(tokens.accessToken())
                .refreshJwt(refreshToken)
                .issuedAt(issuedAt)
                .expiresAt(issuedAt.plus(tokens.lifetime()))
                .tokenType(OAuthSession.DPOP)
                .scope(tokens.scope())
                .refreshExpiresAt(null)
                .build();
    }

    private RuntimeException failure(OAuthSession session, Home home, HttpResponse response) {
        String did = session.did();
        String detail = TokenRedaction.text(
                session, safeText(session, home.server().tokenEndpoint()) + " returned " + response.summary());
        if (response.isTransient()) {
            return RefreshException.transientFailure(
                            did, detail, response.retryAfter(clock.instant()).orElse(null), null)
                    .withTokenUnusedIf(response.isUnprocessed())
                    .atTokenEndpoint();
        }
        if (response.isError("invalid_grant")) {
            return ReauthenticationRequiredException.of(did, detail);
        }
        if (SessionRefusal.isIn(response)) {
            return RefreshException.sessionRefused(did, detail, TokenRedaction.errorCode(session, response))
                    .withTokenUnusedIf(true);
        }
        if (response.status() == 404 || response.status() == 405 || response.status() < 400) {
            // The endpoint may have moved, so the next refresh fetches the metadata again.
            servers.markOutdated(home);
        }
        return RefreshException.permanentFailure(did, detail, TokenRedaction.errorCode(session, response))
                .withTokenUnusedIf(response.isRejection());
    }
}
