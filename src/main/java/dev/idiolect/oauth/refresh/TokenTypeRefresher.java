package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;

/** Refreshes each session in the way of its {@code tokenType}. As safe for many threads as what it chooses from. */
public final class TokenTypeRefresher implements Refresher {

    private final Refresher dpop;
    private final Refresher bearer;

    /**
     * Creates a refresher.
     *
     * @param dpop what refreshes DPoP sessions, usually a {@link TokenEndpointRefresher}
     * @param bearer what refreshes {@code Bearer} sessions, usually an {@link AppPasswordRefresher}
     */
    public TokenTypeRefresher(Refresher dpop, Refresher bearer) {
        this.dpop = dpop;
        this.bearer = bearer;
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        return session.isBearer() ? bearer.refresh(session) : dpop.refresh(session);
    }
}
