package dev.idiolect.oauth.store;

class InMemoryOAuthTokenStoreTest extends OAuthTokenStoreContract {

    @Override
    OAuthTokenStore open() {
        return new InMemoryOAuthTokenStore();
    }
}
