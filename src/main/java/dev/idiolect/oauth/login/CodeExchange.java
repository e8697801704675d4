package dev.idiolect.oauth.login;

import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.Identity;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException.Kind;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient.TimedResponse;
import dev.idiolect.oauth.internal.endpoint.TokenResponse;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exchanges an authorization code for a session, and checks that the server may issue tokens for the account. */
final class CodeExchange {

    // Shorter codes protect nothing, and can occur in a DID by chance.
    private static final int SHORTEST_CODE = 8;

    private final AuthorizationServers servers;
    private final IdentityResolver identities;
    private final TokenEndpointClient tokenEndpoint;
    private final Revocation revocation;
    private final LoginShares shares;
    private final DpopProofFactory proofs;
    private final Clock clock;

    CodeExchange(
            LoginSettings settings,
            AuthorizationServers servers,
            TokenEndpointClient tokenEndpoint,
            Revocation revocation,
            LoginShares shares) {
        this.shares = shares;
        this.servers = servers;
        this.identities = settings.identities();
        this.tokenEndpoint = tokenEndpoint;
        this.revocation = revocation;
        this.proofs = settings.proofs();
        this.clock = settings.clock();
    }

    /** Returns the session, which is not stored yet. On failure, tries to revoke the issued tokens. */
    OAuthSession exchange(
            PendingLogin login, ClientAuthentication authentication, String code, UninterruptibleLogin caller) {
        // Resolved before the code is sent, so that the login survives a failure of the directory or the PDS.
        Identity known = login.did() == null ? null : known(login, login.did());
        // Until the session is stored: its lock may be held by a refresh that waits for the same server.
        caller.atEnd(enter(login));
        caller.sendingCode();
        return spend(login, known, authentication, code);
    }

    private Runnable enter(PendingLogin login) {
        try {
            return shares.enter(login.issuer());
        } catch (LoginException e) {
            throw e.pendingIfTransient();
        }
    }

    private OAuthSession spend(
            PendingLogin login, @Nullable Identity known, ClientAuthentication authentication, String code) {
        TimedResponse timed = send(login, authentication, code);
        HttpResponse response = timed.response();
        if (!response.isSuccess()) {
            throw LoginException.refused("The token endpoint of " + login.issuer(), response, clock)
                    .pendingIfTransient();
        }
        Map<String, Object> json = response.json();
        try {
            return session(login, known, parse(login, json), code, timed.requestedAt());
        } catch (RuntimeException | Error e) {
            revocation.revokeSoon(login, authentication, TokenResponse.tokens(json));
            throw e;
        }
    }

    private TimedResponse send(PendingLogin login, ClientAuthentication authentication, String code) {
        Map<String, String> form = Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                login.redirectUri(),
                "code_verifier",
                login.codeVerifier());
        try {
            return tokenEndpoint.post(
                    login.tokenEndpoint(), login.issuer(), login.dpopPrivateKey(), authentication, form);
        } catch (ExchangeException e) {
            // If the server did consume the code, it rejects the next attempt, and should revoke the tokens that were
            // lost.
            throw LoginException.noResponse("the token endpoint of " + login.issuer(), e)
                    .pendingIfTransient();
        }
    }

    private static TokenResponse parse(PendingLogin login, @Nullable Map<String, Object> json) {
        try {
            return TokenResponse.parse(json);
        } catch (InvalidTokenResponseException e) {
            throw e.kind() == Kind.WITHOUT_ACCESS_TOKEN
                    ? LoginException.withoutAccessToken("The token endpoint of " + login.issuer())
                            .pendingIfTransient()
                    : invalid(login, e.getMessage());
        }
    }

    private Identity known(PendingLogin login, String did) {
        try {
            Identity identity = shares.at(did, () -> identities.resolve(did));
            return shares.at(identity.pdsUrl(), () -> requireResponsible(login, did, identity));
        } catch (IdentityException e) {
            if (!e.isTransient()) {
                throw e;
            }
            throw unresolved(String.valueOf(e.getMessage()), e).pendingIfTransient();
        } catch (LoginException e) {
            throw e.pendingIfTransient();
        }
    }

    // The user selected the account at the server, so it is only known now.
    private Identity selected(PendingLogin login, String sub) {
        try {
            return requireResponsible(login, sub, identities.resolve(sub));
        } catch (IdentityException e) {
            throw unresolved(
                    sub + " signed in at " + login.issuer()
                            + ", but the account cannot be verified, so its new tokens are revoked: start again. "
                            + e.getMessage(),
                    e);
        }
    }

    private static LoginException unresolved(String message, IdentityException e) {
        return new LoginException(
                e.isTransient() ? Reason.UNAVAILABLE : Reason.PROTOCOL_ERROR,
                message,
                null,
                e.retryAfter().orElse(null),
                e);
    }

    private OAuthSession session(
            PendingLogin login, @Nullable Identity known, TokenResponse tokens, String code, Instant issuedAt) {
        if (tokens.refreshToken() == null) {
            throw invalid(login, "it has no refresh_token");
        }
        if (code.length() >= SHORTEST_CODE && tokens.sub().contains(code)) {
            // Messages contain the sub, but must not contain the code.
            throw invalid(login, "its sub contains the code");
        }
        if (login.did() != null && !login.did().equals(tokens.sub())) {
            throw LoginException.of(
                    Reason.STATE_OR_ISSUER_MISMATCH,
                    "The login was started for " + login.did() + ", but " + tokens.sub() + " signed in: start again");
        }
        Identity identity = known == null ? selected(login, tokens.sub()) : known;
        return OAuthSession.builder()
                .did(identity.did())
                .pdsUrl(identity.pdsUrl())
                .accessJwt(tokens.accessToken())
                .refreshJwt(tokens.refreshToken())
                .dpopPrivateKeyJwk(login.dpopPrivateKey())
                .issuedAt(issuedAt)
                .signedInAt(issuedAt)
                .expiresAt(issuedAt.plus(tokens.lifetime()))
                .tokenType(OAuthSession.DPOP)
                .scope(tokens.scope())
                .handle(identity.handle())
                .issuer(login.issuer())
                .clientId(login.clientId())
                .clientKeyId(login.clientKeyId())
                .dpopNonce(proofs.nonces().current(HttpOrigin.of(identity.pdsUrl())))
                .build();
    }

    // A server can name any account in sub, so it must also be the authorization server that the account's PDS names.
    private Identity requireResponsible(PendingLogin login, String sub, Identity identity) {
        String trusted;
        try {
            trusted = servers.issuerOf(identity.pdsUrl());
        } catch (DiscoveryException e) {
            throw LoginException.of(e);
        }
        if (!trusted.equals(login.issuer())) {
            throw LoginException.of(
                    Reason.STATE_OR_ISSUER_MISMATCH,
                    login.issuer() + " is not responsible for " + sub + ": the account's PDS " + identity.pdsUrl()
                            + " names " + trusted);
        }
        return identity;
    }

    private static LoginException invalid(PendingLogin login, String rule) {
        return LoginException.of(Reason.PROTOCOL_ERROR, "Invalid token response from " + login.issuer() + ": " + rule);
    }
}
