package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.client.ClientKeyException;
import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.dpop.DpopException;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServerMetadata;
import dev.idiolect.oauth.internal.endpoint.CachedAuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient.TimedResponse;
import dev.idiolect.oauth.internal.endpoint.TokenResponse;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes DPoP sessions at the token endpoint of the authorization server that the session's PDS names: as a public
 * client, or with the key that the session began with. Only public addresses are asked, by https, unless the PDS is itself on
 * this machine, by http. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 section 6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-5">RFC 9449 section 5</a>
 */
public final class TokenEndpointRefresher implements Refresher {

    private final TokenEndpointClient tokenEndpoint;
    private final CachedAuthorizationServers servers;
    private final DpopProofFactory proofs;
    private final @Nullable String clientId;
    private final @Nullable ClientKeys keys;
    private final Clock clock;
    private final Duration sentWithin;

    /**
     * Creates a refresher for public clients.
     *
     * @param proofs what makes the proofs; shared with whoever else talks to the same servers
     * @param clientId the client of sessions that don't name theirs, or null if all do
     * @param timeout the limit for connecting, and again for each answer, greater than zero; the one that brings new tokens is
     *     waited for for 80 seconds
     * @param clock the local time
     */
    public TokenEndpointRefresher(DpopProofFactory proofs, @Nullable String clientId, Duration timeout, Clock clock) {
        this(proofs, clientId, null, timeout, clock);
    }

    /**
     * Creates a refresher for confidential and public clients: a session that names a key is refreshed with it.
     *
     * @param proofs what makes the proofs; shared with whoever else talks to the same servers
     * @param clientId the client of sessions that don't name theirs, or null if all do
     * @param keys the client's keys, or null if there are only public clients
     * @param timeout the limit for connecting, and again for each answer, greater than zero; the one that brings new tokens is
     *     waited for for 80 seconds
     * @param clock the local time
     */
    public TokenEndpointRefresher(
            DpopProofFactory proofs,
            @Nullable String clientId,
            @Nullable ClientKeys keys,
            Duration timeout,
            Clock clock) {
        this(proofs, clientId, keys, SsrfSafeHttpClient.queueing(timeout), clock);
    }

    TokenEndpointRefresher(
            DpopProofFactory proofs,
            @Nullable String clientId,
            @Nullable ClientKeys keys,
            SsrfSafeHttpClient http,
            Clock clock) {
        this(proofs, clientId, keys, http, clock, RefreshLimits.SENT_WITHIN);
    }

    TokenEndpointRefresher(
            DpopProofFactory proofs,
            @Nullable String clientId,
            @Nullable ClientKeys keys,
            SsrfSafeHttpClient http,
            Clock clock,
            Duration sentWithin) {
        this.sentWithin = sentWithin;
        tokenEndpoint = new TokenEndpointClient(http, proofs, clock);
        servers = new CachedAuthorizationServers(http, clock);
        this.proofs = proofs;
        this.clientId = clientId;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        TokenEndpointClient once = tokenEndpoint.withSingleUseDeadline(sentWithin);
        // Everything that can fail without the token comes first: nothing stands between the response and the save.
        String client = clientOf(session);
        ClientAuthentication authentication = authenticationOf(session, client);
        AuthorizationServerMetadata server = serverOf(session);
        String pdsOrigin = HttpOrigin.of(session.pdsUrl());
        proofs.nonces().seed(pdsOrigin, session.dpopNonce());
        TimedResponse timed = post(once.scopedTo(URI.create(pdsOrigin)), session, server, authentication);
        if (timed.response().status() != 200) {
            throw failure(session, server, timed.response());
        }
        // From now on the session is bound to its issuer, even if its PDS names another one later.
        return refreshed(session, timed)
                .withDpopNonce(proofs.nonces().current(pdsOrigin))
                .withClient(server.issuer(), client, session.clientKeyId());
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
            return ClientAuthentication.of(keys, client, session.clientKeyId());
        } catch (ClientKeyException e) {
            throw RefreshException.permanentFailure(session.did(), String.valueOf(e.getMessage()), null);
        }
    }

    private AuthorizationServerMetadata serverOf(OAuthSession session) {
        AuthorizationServerMetadata server;
        try {
            server = servers.ofPds(session.pdsUrl());
        } catch (DiscoveryException e) {
            // Only its cause: its message may repeat a token.
            String what = TokenRedaction.text(session, String.valueOf(e.getMessage()));
            throw e.isTransient()
                    ? RefreshException.transientFailure(session.did(), what, null, e.getCause())
                    : RefreshException.permanentFailure(session.did(), what, null, e.getCause());
        }
        if (session.issuer() != null && !session.issuer().equals(server.issuer())) {
            throw RefreshException.permanentFailure(
                    session.did(),
                    TokenRedaction.text(
                            session,
                            "its tokens were issued by " + SafeText.text(session.issuer()) + ", but its PDS now names "
                                    + server.issuer() + "; sign in again"),
                    null);
        }
        return server;
    }

    private TimedResponse post(
            TokenEndpointClient once,
            OAuthSession session,
            AuthorizationServerMetadata server,
            ClientAuthentication authentication) {
        Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", session.refreshJwt());
        try {
            return once.post(
                    server.tokenEndpoint(), server.issuer(), session.dpopPrivateKeyJwk(), authentication, form);
        } catch (DpopException | ClientKeyException e) {
            throw RefreshException.permanentFailure(session.did(), String.valueOf(e.getMessage()), null, e);
        } catch (ExchangeException e) {
            if (!once.isTooLate()) {
                // Otherwise the endpoint may be as good as before: the next refresh has all its time for it.
                servers.forget(session.pdsUrl());
            }
            throw RefreshException.noResponse(
                    session.did(),
                    TokenRedaction.text(
                            session,
                            "no response from " + shown(session, server.tokenEndpoint()) + ": " + e.getMessage()),
                    e);
        }
    }

    // In this order: a token that was cut off would not be found.
    private static String shown(OAuthSession session, URI url) {
        return SafeText.text(TokenRedaction.text(session, url.toString()));
    }

    private static OAuthSession refreshed(OAuthSession session, TimedResponse timed) {
        String did = session.did();
        Map<String, Object> json = timed.response().json();
        if (json == null) {
            throw RefreshException.transientFailure(
                    did, "the server returned 200 with a body that is not a JSON object", null, null);
        }
        TokenResponse tokens;
        try {
            tokens = TokenResponse.parse(json);
        } catch (InvalidTokenResponseException e) {
            throw lost(did, String.valueOf(e.getMessage()));
        }
        if (!tokens.sub().equals(did)) {
            throw lost(did, "it is for another account (sub)");
        }
        if (TokenRedaction.isQuoted(session, tokens.scope())) {
            throw lost(did, "its scope contains a token");
        }
        // RFC 6749 section 6: without a new refresh token the old one stays valid.
        String refreshToken = tokens.refreshToken() == null ? session.refreshJwt() : tokens.refreshToken();
        Instant issuedAt = timed.requestedAt();
        return session.withTokens(tokens.accessToken(), refreshToken, issuedAt, issuedAt.plus(tokens.lifetime()))
                .withGrant(OAuthSession.DPOP, tokens.scope())
                .withRefreshExpiresAt(null);
    }

    // The refresh token has been consumed by then.
    private static ReauthenticationRequiredException lost(String did, String rule) {
        return new ReauthenticationRequiredException(did, "the token response is invalid: " + rule);
    }

    private RuntimeException failure(OAuthSession session, AuthorizationServerMetadata server, HttpResponse response) {
        String did = session.did();
        String what = TokenRedaction.text(
                session, shown(session, server.tokenEndpoint()) + " returned " + response.summary());
        if (response.isTransient()) {
            return RefreshException.transientFailure(
                    did, what, response.retryAfter(clock.instant()).orElse(null), null);
        }
        if (response.isError("invalid_grant")) {
            return new ReauthenticationRequiredException(did, what);
        }
        if (response.status() == 404 || response.status() == 405 || response.status() < 400) {
            // The endpoint may have moved: fetch the metadata again.
            servers.forget(session.pdsUrl());
        }
        return RefreshException.permanentFailure(did, what, TokenRedaction.errorCode(session, response));
    }
}
