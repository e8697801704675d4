package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.endpoint.AuthorizationServerMetadata;
import dev.idiolect.oauth.internal.endpoint.CachedAuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the servers of a DPoP session, which follows its account to another PDS of the same authorization server. */
final class SessionServers {

    /** A PDS and its authorization server. */
    record Home(String pdsUrl, AuthorizationServerMetadata server) {}

    private final CachedAuthorizationServers servers;

    SessionServers(CachedAuthorizationServers servers) {
        this.servers = servers;
    }

    /**
     * Returns the servers to which the account has moved; empty if it has not, or if that is not certain.
     *
     * @throws ReauthenticationRequiredException if a fresh and valid DID document names a PDS whose valid metadata
     *     names another authorization server than the session's
     */
    Optional<Home> moved(OAuthSession session, AccountLookup lookup) {
        String pds = lookup.newPds().orElse(null);
        if (pds == null) {
            return Optional.empty();
        }
        AuthorizationServerMetadata server =
                lookup.within(() -> servers.ofPds(pds)).orElse(null);
        String issuer = server == null ? null : issuerOf(session, lookup);
        if (server == null || issuer == null) {
            return Optional.empty();
        }
        if (server.issuer().equals(issuer)) {
            return Optional.of(new Home(pds, server));
        }
        if (lookup.confirms(pds)) {
            throw ReauthenticationRequiredException.of(
                    session.did(),
                    EndReason.MOVED,
                    TokenRedaction.text(
                            session,
                            "the account moved to " + SafeText.text(pds) + ", which has another authorization server, "
                                    + SafeText.text(server.issuer())));
        }
        return Optional.empty();
    }

    // Sessions that other tools have stored may lack the issuer.
    private @Nullable String issuerOf(OAuthSession session, AccountLookup lookup) {
        return session.issuer() != null
                ? session.issuer()
                : lookup.within(() -> servers.ofPds(session.pdsUrl()).issuer()).orElse(null);
    }

    /** Returns the servers that the session names. */
    Home stored(OAuthSession session) {
        AuthorizationServerMetadata server;
        try {
            server = servers.ofPds(session.pdsUrl());
        } catch (DiscoveryException e) {
            // Without the exception itself: its message can contain a token.
            String detail = TokenRedaction.text(session, String.valueOf(e.getMessage()));
            throw e.isTransient()
                    ? RefreshException.transientFailure(
                            session.did(), detail, e.retryAfter().orElse(null), e.getCause())
                    : RefreshException.permanentFailure(session.did(), detail, null, e.getCause());
        }
        if (session.issuer() != null && !session.issuer().equals(server.issuer())) {
            // Counts like a refusal, because a PDS may name a wrong server for a while. Each fetch counts once.
            servers.drop(session.pdsUrl());
            throw RefreshException.sessionRefused(
                    session.did(),
                    TokenRedaction.text(
                            session,
                            "the tokens were issued by " + SafeText.text(session.issuer()) + ", but the PDS now names "
                                    + server.issuer()),
                    null);
        }
        return new Home(session.pdsUrl(), server);
    }

    /** Forgets the servers of a PDS, because their metadata turned out to be outdated. */
    void forget(Home home) {
        servers.forget(home.pdsUrl());
    }
}
