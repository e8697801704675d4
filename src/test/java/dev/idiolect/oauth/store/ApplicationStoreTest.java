package dev.idiolect.oauth.store;

/** The contract for a store of an application, which has the default methods. */
class ApplicationStoreTest extends OAuthTokenStoreContract {

    @Override
    protected OAuthTokenStore open() {
        return new DelegatingTokenStore(new InMemoryOAuthTokenStore());
    }
}
