package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.OAuthTokenStoreContract;
import dev.idiolect.oauth.testkit.SharedSessionLockContract;
import org.junit.jupiter.api.Nested;

// example: begin
class MyTokenStoreTest {

    private final MyDatabase database = new MyDatabase();

    @Nested
    class Sessions extends OAuthTokenStoreContract {

        @Override
        protected OAuthTokenStore open() {
            return new MyTokenStore(database);
        }
    }

    @Nested
    class Locks extends SharedSessionLockContract {

        @Override
        protected OAuthTokenStore open() {
            return new MyTokenStore(database);
        }

        @Override
        protected OAuthTokenStore openSecond() {
            return new MyTokenStore(database);
        }
    }
}
// example: end
