package dev.idiolect.oauth.login;

import dev.idiolect.oauth.dpop.DpopProofs;
import dev.idiolect.oauth.dpop.HttpOrigin;
import dev.idiolect.oauth.http.ExchangeException;
import dev.idiolect.oauth.http.WebAnswer;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.refresh.ClientAuthentication;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Exchanges a code for a session, once, and believes nothing of the answer that it hasn't checked. */
final class CodeExchange {

    /** Shorter codes guard nothing, and could stand in a DID by chance. */
    private static final int SHORTEST_SECRET = 8;

    private final LoginServers servers;
    private final IdentityResolver identities;
    private final ProvenPost post;
    private final Revocation revocation;
    private final DpopProofs proofs;
    private final Clock clock;

    CodeExchange(LoginContext context, LoginServers servers, ProvenPost post, Revocation revocation) {
        this.servers = servers;
        this.identities = context.identities();
        this.post = post;
        this.revocation = revocation;
        this.proofs = context.proofs();
        this.clock = context.clock();
    }

    /** Returns the session, not stored yet; on failure what tokens there are have been revoked as far as possible. */
    OAuthSession exchange(PendingLogin login, ClientAuthentication authentication, String code) {
        Instant asked = clock.instant();
        WebAnswer answer = send(login, authentication, code);
        if (answer.status() != 200) {
            throw Refusal.of("The token endpoint of " + login.issuer(), answer, clock);
        }
        Map<String, Object> json = answer.json();
        if (json == null) {
            throw LoginException.of(
                    Reason.BROKEN_RULE, "The token response of " + login.issuer() + " is no JSON object");
        }
        try {
            TokenGrant grant = TokenGrant.of(json, login.issuer());
            if (code.length() >= SHORTEST_SECRET && grant.sub().contains(code)) {
                // Each message would repeat it.
                throw LoginException.of(
                        Reason.BROKEN_RULE, "The token response of " + login.issuer() + " has the code as its sub");
            }
            Identity identity = identity(login, grant);
            String pdsNonce = proofs.nonces().newest(HttpOrigin.of(identity.pdsUrl()));
            return grant.session(identity, login, asked, pdsNonce);
        } catch (RuntimeException | Error e) {
            revocation.revokeQuietly(login, authentication, TokenGrant.tokens(json));
            throw e;
        }
    }

    private WebAnswer send(PendingLogin login, ClientAuthentication authentication, String code) {
        try {
            return post.post(
                    login.tokenEndpoint(),
                    login.dpopKey(),
                    authentication,
                    login.clientKeyId() != null,
                    Map.of(
                            "grant_type",
                            "authorization_code",
                            "code",
                            code,
                            "redirect_uri",
                            login.redirectUri(),
                            "code_verifier",
                            login.verifier()));
        } catch (ExchangeException e) {
            throw LoginException.unanswered("the token endpoint of " + login.issuer(), e);
        }
    }

    // A server could name any account: only the one that the account's own PDS trusts may speak for it.
    private Identity identity(PendingLogin login, TokenGrant grant) {
        if (login.did() != null && !login.did().equals(grant.sub())) {
            throw LoginException.of(
                    Reason.MISMATCH,
                    "The login was begun for " + login.did() + ", but " + grant.sub() + " signed in. Begin again");
        }
        Identity identity = identities.resolveFresh(grant.sub());
        String trusted = servers.issuerOf(identity.pdsUrl());
        if (!trusted.equals(login.issuer())) {
            throw LoginException.of(
                    Reason.MISMATCH,
                    login.issuer() + " gave tokens for " + grant.sub() + ", whose PDS " + identity.pdsUrl() + " trusts "
                            + trusted + " alone");
        }
        return identity;
    }
}
