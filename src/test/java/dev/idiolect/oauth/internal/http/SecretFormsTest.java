package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.idiolect.oauth.SecretValues;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretFormsTest {

    @Test
    void secretsAreHiddenAnywhereInAText() {
        SecretValues.all().forEach((value, secret) -> {
            assertThat(SecretForms.hide(value)).doesNotContain(secret);
            assertThat(SecretForms.hide("Invalid x \"" + value + "\": use y")).doesNotContain(secret);
        });
    }

    @Test
    void partsOfAKeyAreHidden() {
        SecretValues.all().forEach((value, secret) -> {
            if (!SecretForms.hasKeyOrToken(value)) {
                return;
            }
            String cut = "Invalid x " + value.substring(0, Math.max(1, value.length() - 8));
            assertThat(SecretForms.hide(cut)).doesNotContain(secret.substring(0, 10));
        });
    }

    @Test
    void ordinaryValuesAreShown() {
        assertThat(SecretValues.ordinary())
                .allSatisfy(value -> assertThat(SecretForms.hide(value)).isEqualTo(value));
    }

    @Test
    void longTextsTakeLittleTime() {
        for (String part : List.of(
                "{", "a", ":", "/:", "//:", "jdbc:", "pwd=", "\"", "{\"k", "eyJ", "aA1-", "-----", "abcd-", "\\")) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> assertThat(SecretForms.hide(part.repeat(100_000))).isNotNull());
        }
    }
}
