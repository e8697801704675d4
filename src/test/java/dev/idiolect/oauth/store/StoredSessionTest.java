package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The default of {@link OAuthTokenStore#replace} for a store that cannot read its session. */
class StoredSessionTest {

    private static final String DID = "did:plc:account";
    private static final OAuthSession OLD = TestSessions.full(DID);
    private static final OAuthSession REFRESHED =
            OLD.toBuilder().refreshJwt("refreshed").build();

    private static OAuthTokenStore failing(StoreException onLoad) {
        return new DelegatingTokenStore(new InMemoryOAuthTokenStore()) {
            @Override
            public Optional<OAuthSession> load(String did) {
                throw onLoad;
            }
        };
    }

    static Stream<StoreException> failures() {
        return Stream.of(
                StoreException.transientFailure("the connection was lost", null),
                StoreException.permanentFailure("no permission", null),
                StoreException.missingKey("one", false, "its key is missing", null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void signedOutSessionDoesNotComeBack(StoreException failure) {
        OAuthTokenStore store = failing(failure);
        assertThatThrownBy(() -> store.replace(DID, OLD, REFRESHED)).isSameAs(failure);
        assertThat(store.listDids()).isEmpty();
    }

    @Test
    void unreadableSessionIsReplaced() {
        OAuthTokenStore store = failing(StoreException.unreadable("damaged", null));
        assertThat(store.replace(DID, null, REFRESHED)).isTrue();
        assertThat(store.listDids()).containsExactly(DID);
    }
}
