package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;

/** Selects the refresher for a session by its {@code tokenType}. */
final class TokenTypeRefresher implements Refresher {

    private final TokenEndpointRefresher dpop;
    private final AppPasswordRefresher bearer;
    private final AccountLocator accounts;

    TokenTypeRefresher(TokenEndpointRefresher dpop, AppPasswordRefresher bearer, AccountLocator accounts) {
        this.dpop = dpop;
        this.bearer = bearer;
        this.accounts = accounts;
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        AccountLookup lookup = accounts.lookUp(session);
        return session.isBearer() ? bearer.refresh(session, lookup) : dpop.refresh(session, lookup);
    }

    @Override
    public void recheckAccount(String did) {
        accounts.recheck(did);
    }
}
