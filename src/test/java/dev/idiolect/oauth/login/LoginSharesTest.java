package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginSharesTest {

    private static final int MAX = 8;

    private final LoginShares shares = new LoginShares(MAX);

    @ParameterizedTest
    @CsvSource({
        "https://pds.example.com, example.com",
        "https://a.b.example.com:8443/x, example.com",
        "https://[2001:db8::1], [2001:db8::1]",
        "http://127.0.0.1:2583, 127.0.0.1:2583",
        "http://localhost:2583, localhost:2583",
        "alice.example.com, example.com",
        "did:web:a.example.com, example.com",
        "did:web:localhost%3A2583, localhost",
        "did:plc:abcdefghijklmnopqrstuvwx, did:plc"
    })
    void hostsOfOneDomainShare(String server, String owner) {
        assertThat(LoginShares.owner(server)).isEqualTo(owner);
    }

    @Test
    void slowServersTogetherRejectOnlyOnePartOfLogins() {
        for (int i = 0; i < 2 * MAX; i++) {
            shares.enter("https://h" + i % 4 + ".example" + i % 4);
        }
        assertThatThrownBy(() -> shares.enter("https://example.org"))
                .isInstanceOfSatisfying(
                        LoginException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(5)));
        assertThatThrownBy(() -> shares.requireFree("https://example.org")).isInstanceOf(LoginException.class);
        assertThat(shares.ofOtherPart().at("https://example.org", () -> 1)).isEqualTo(1);
    }

    @Test
    void bothPartsOfLoginsShareAServer() {
        for (int i = 0; i < MAX; i++) {
            shares.enter("https://example.com");
        }
        LoginShares callbacks = shares.ofOtherPart();
        assertThatThrownBy(() -> callbacks.enter("https://example.com")).isInstanceOf(LoginException.class);
        assertThatThrownBy(() -> callbacks.requireFree("https://example.com")).isInstanceOf(LoginException.class);
    }

    @Test
    void unlimitedSharesRejectNoLogin() {
        LoginShares unlimited = new LoginShares(Integer.MAX_VALUE);
        for (int i = 0; i < 1_000; i++) {
            unlimited.enter("https://example.com");
        }
        unlimited.requireFree("https://example.com");
    }

    @Test
    void fullShareRejectsOnlyItsOwnLogins() {
        List<Runnable> taken = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            taken.add(shares.enter("https://h" + i + ".example.com"));
        }
        assertThatThrownBy(() -> shares.enter("https://other.example.com"))
                .isInstanceOfSatisfying(LoginException.class, e -> {
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(5));
                    assertThat(e.isLoginPending()).isFalse();
                });
        assertThat(shares.at("https://example.org", () -> 1)).isEqualTo(1);
        taken.forEach(Runnable::run);
        assertThat(shares.at("https://example.com", () -> 1)).isEqualTo(1);
    }
}
