package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginSettingsTest {

    private final LoginSettings.Builder builder = LoginSettings.builder(new InMemoryOAuthTokenStore());

    @Test
    void defaultsAreForThePublicNetwork() {
        LoginSettings settings = builder.build();
        assertThat(settings.development()).isFalse();
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void timeoutMustBePositive(Duration timeout) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.timeout(timeout))
                .withMessageContaining(timeout.toString());
    }
}
