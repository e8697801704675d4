package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

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
     * Returns a refresher for the sessions of one client and for sessions of app passwords, with default timeouts.
     *
     * @param proofs makes the DPoP proofs; shared with everything else that sends requests to the same servers
     * @param client the application's client, or null if every session names its client and all clients are public
     * @return the refresher
     */
    public static TokenTypeRefresher of(DpopProofFactory proofs, @Nullable OAuthClient client) {
        TokenEndpointRefresher.Builder dpop = TokenEndpointRefresher.builder(proofs);
        if (client != null) {
            dpop.clientId(client.clientId()).clientKeys(client.keys());
        }
        return new TokenTypeRefresher(
                dpop.build(), new AppPasswordRefresher(SsrfSafeHttpClient.DEFAULT_TIMEOUT, Clock.systemUTC()));
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        return session.isBearer() ? bearer.refresh(session) : dpop.refresh(session);
    }
}
