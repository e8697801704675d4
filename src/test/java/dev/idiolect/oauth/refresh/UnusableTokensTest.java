package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.SessionException;
import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.internal.endpoint.TokenResponse;
import dev.idiolect.oauth.session.EndReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnusableTokensTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    private static SessionException failure(Map<String, Object> response) {
        return UnusableTokens.failure(
                DID,
                "the PDS",
                catchThrowableOfType(InvalidTokenResponseException.class, () -> TokenResponse.parse(response)));
    }

    private static void assertCounted(SessionException failure) {
        assertThat(failure).isInstanceOfSatisfying(RefreshException.class, e -> {
            assertThat(e.isTransient()).isTrue();
            assertThat(e.countsTowardsEnd()).isTrue();
        });
    }

    @Test
    void responseWithoutAccessTokenCountsTowardsTheEnd() {
        assertCounted(failure(Map.of()));
    }

    @Test
    void oversizedTokenCountsTowardsTheEnd() {
        assertCounted(failure(Map.of("access_token", "a".repeat(100_000))));
    }

    @Test
    void otherViolationEndsTheSession() {
        assertThat(failure(Map.of("access_token", "abc")))
                .isInstanceOfSatisfying(
                        ReauthenticationRequiredException.class,
                        e -> assertThat(e.reason()).isEqualTo(EndReason.INVALID_RESPONSE))
                .hasMessageContaining("the PDS sent an invalid response: its sub is not a DID");
    }
}
