package dev.idiolect.oauth.store;

class InMemoryOAuthTokenStoreTest extends OAuthTokenStoreContract {

    @Override
    protected OAuthTokenStore open() {
        return new InMemoryOAuthTokenStore();
    }
}
