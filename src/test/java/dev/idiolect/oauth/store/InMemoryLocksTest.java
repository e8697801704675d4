package dev.idiolect.oauth.store;

import dev.idiolect.oauth.testkit.SessionLockContract;

class InMemoryLocksTest extends SessionLockContract {

    @Override
    protected OAuthTokenStore open() {
        return new InMemoryOAuthTokenStore();
    }
}
