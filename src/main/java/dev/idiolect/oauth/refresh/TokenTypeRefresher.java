package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;

/** Selects the refresher for a session by its {@code tokenType}. */
final class TokenTypeRefresher implements Refresher {

    private final Refresher dpop;
    private final Refresher bearer;

    TokenTypeRefresher(Refresher dpop, Refresher bearer) {
        this.dpop = dpop;
        this.bearer = bearer;
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        return session.isBearer() ? bearer.refresh(session) : dpop.refresh(session);
    }
}
