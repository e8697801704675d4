package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;

/** Refreshes each session by its {@code tokenType}. Thread-safe if the refreshers it delegates to are. */
public final class TokenTypeRefresher implements Refresher {

    private final Refresher dpop;
    private final Refresher bearer;

    /**
     * Creates a refresher that delegates to one of two.
     *
     * @param dpop refreshes DPoP sessions, usually a {@link TokenEndpointRefresher}
     * @param bearer refreshes {@code Bearer} sessions, usually an {@link AppPasswordRefresher}
     */
    public TokenTypeRefresher(Refresher dpop, Refresher bearer) {
        this.dpop = dpop;
        this.bearer = bearer;
    }

    /**
     * Returns a refresher for sessions of app passwords and for OAuth sessions of public clients, with default timeouts. The
     * OAuth sessions must name their client, as those of this library's {@code login} do.
     *
     * @param proofs makes the DPoP proofs; shared with everything else that sends requests to the same servers
     * @return the refresher
     */
    public static TokenTypeRefresher of(DpopProofFactory proofs) {
        return of(TokenEndpointRefresher.builder(proofs));
    }

    /**
     * Returns a refresher for sessions of app passwords and for OAuth sessions of a client, with default timeouts.
     *
     * @param proofs makes the DPoP proofs; shared with everything else that sends requests to the same servers
     * @param client the application's client, public or confidential
     * @return the refresher
     */
    public static TokenTypeRefresher of(DpopProofFactory proofs, OAuthClient client) {
        return of(TokenEndpointRefresher.builder(proofs)
                .clientId(client.clientId())
                .clientKeys(client.keys().orElse(null)));
    }

    private static TokenTypeRefresher of(TokenEndpointRefresher.Builder dpop) {
        return new TokenTypeRefresher(
                dpop.build(), new AppPasswordRefresher(SsrfSafeHttpClient.DEFAULT_TIMEOUT, Clock.systemUTC()));
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        return session.isBearer() ? bearer.refresh(session) : dpop.refresh(session);
    }
}
