package dev.idiolect.oauth.store;

class InMemoryOAuthTokenStoreTest extends LibraryStoreContract {

    @Override
    protected OAuthTokenStore open() {
        return new InMemoryOAuthTokenStore();
    }
}
