package dev.idiolect.oauth.store;

import dev.idiolect.oauth.testkit.OAuthTokenStoreContract;

/** The contract for a store of an application, which has the default methods. */
class ApplicationStoreTest extends OAuthTokenStoreContract {

    @Override
    protected OAuthTokenStore open() {
        return new DelegatingTokenStore(new InMemoryOAuthTokenStore());
    }
}
