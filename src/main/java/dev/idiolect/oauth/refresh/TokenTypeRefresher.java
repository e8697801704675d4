package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.endpoint.RevocationException;
import dev.idiolect.oauth.internal.endpoint.SessionRevocation;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;

/** Selects the refresher for a session by its {@code tokenType}. */
final class TokenTypeRefresher implements Refresher {

    private final TokenEndpointRefresher dpop;
    private final AppPasswordRefresher bearer;
    private final AccountLocator accounts;
    private final SessionRevocation revocation;

    TokenTypeRefresher(
            TokenEndpointRefresher dpop,
            AppPasswordRefresher bearer,
            AccountLocator accounts,
            SessionRevocation revocation) {
        this.dpop = dpop;
        this.bearer = bearer;
        this.accounts = accounts;
        this.revocation = revocation;
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        return refresh(session, () -> {});
    }

    @Override
    public OAuthSession refresh(OAuthSession session, SessionLock lock) {
        AccountLookup lookup = accounts.lookUp(session);
        return session.isBearer() ? bearer.refresh(session, lookup, lock) : dpop.refresh(session, lookup, lock);
    }

    @Override
    public void recheckAccount(String did) {
        accounts.recheck(did);
    }

    @Override
    public void revoke(OAuthSession session) {
        try {
            revocation.revoke(session);
        } catch (RevocationException e) {
            throw RefreshException.notRevoked(session.did(), TokenRedaction.text(session, e.getMessage()), e);
        }
    }

    @Override
    public boolean isRecheckPending(String did) {
        return accounts.isRecheckPending(did);
    }
}
