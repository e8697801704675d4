package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A store that requires encryption refuses plain text, which an attacker without a key could have put there. Each
 * persistent store has a test of this contract.
 */
@Timeout(60)
abstract class RequiredEncryptionContract {

    private static final String ALICE = "did:plc:alice";
    private static final String BOB = "did:plc:bob";
    private static final OAuthSession PLAIN = TestSessions.full(ALICE);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final KeySource KEYS = TestKeys.source("one");

    /** Opens the same store with other keys. */
    abstract OAuthTokenStore open(@Nullable KeySource keys) throws Exception;

    private interface Use {
        void of(OAuthTokenStore store) throws Exception;
    }

    private void with(@Nullable KeySource keys, Use use) throws Exception {
        OAuthTokenStore store = open(keys);
        try {
            use.of(store);
        } finally {
            Kind.close(store);
        }
    }

    @Test
    void plainSessionIsRefusedAndKept() throws Exception {
        with(null, store -> store.save(PLAIN));
        with(KEYS, store -> store.save(TestSessions.full(BOB)));
        with(KEYS.refusingPlainText(), store -> {
            StoreException refused = catchThrowableOfType(StoreException.class, () -> store.load(ALICE));
            assertThat(refused).isNotNull();
            assertThat(refused.isPlainText()).isTrue();
            assertThat(refused.isUnreadable()).isTrue();
            assertThat(refused.isTransient()).isFalse();
            assertThat(refused.missingKeyId()).isEmpty();
            assertThat(refused)
                    .hasMessageContaining("it is not encrypted, but encryption is required")
                    .hasMessageContaining("idiolect.oauth.encryption.required=false")
                    .hasMessageContaining("sign in with its account again");
            assertThat(store.load(BOB)).contains(TestSessions.full(BOB));
            assertThat(store.listDids()).containsExactly(BOB);
            // Otherwise a rotation would turn the attacker's session into an encrypted one.
            assertThatThrownBy(() -> store.reseal(ALICE, SHORT)).isInstanceOf(StoreException.class);
        });
        with(KEYS, store -> {
            assertThat(store.load(ALICE)).contains(PLAIN);
            assertThat(store.reseal(ALICE, SHORT)).isTrue();
        });
        with(KEYS.refusingPlainText(), store -> assertThat(store.load(ALICE)).contains(PLAIN));
    }

    @Test
    void signInReplacesARefusedSession() throws Exception {
        OAuthSession fresh = PLAIN.toBuilder().refreshJwt("fresh").build();
        with(null, store -> store.save(PLAIN));
        with(KEYS.refusingPlainText(), store -> {
            store.save(fresh);
            assertThat(store.load(ALICE)).contains(fresh);
        });
    }

    @Test
    void plainPendingLoginIsRefused() throws Exception {
        Instant later = Instant.now().plusSeconds(600);
        with(null, store -> logins(store).save("planted", "{\"key\":\"attacker\"}", later));
        with(KEYS.refusingPlainText(), store -> {
            logins(store).save("own", "{}", later);
            assertThat(logins(store).consume("own")).contains("{}");
            StoreException refused = catchThrowableOfType(
                    StoreException.class, () -> logins(store).consume("planted"));
            assertThat(refused).isNotNull();
            assertThat(refused.isPlainText()).isTrue();
            assertThat(refused)
                    .hasMessageContaining("encryption is required. Start the sign-in again")
                    .hasMessageNotContaining("attacker");
            assertThat(logins(store).consume("planted")).isEmpty();
        });
    }

    private static PendingLogins logins(OAuthTokenStore store) {
        return store.pendingLogins().orElseThrow();
    }
}
