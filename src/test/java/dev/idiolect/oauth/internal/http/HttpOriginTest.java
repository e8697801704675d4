package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOriginTest {

    @Test
    void invalidUrlIsNotShown() {
        assertThatThrownBy(() -> HttpOrigin.of("https://user:s3cret@a b/"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void tooLongHostIsRejectedAndNotShown() {
        String longest = "a.".repeat(125) + "com";
        assertThat(HttpOrigin.of("https://" + longest + "/x")).isEqualTo("https://" + longest);
        assertThatThrownBy(() -> HttpOrigin.of("https://a" + longest))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessage("Invalid URL: its host has 254 characters; at most 253 are allowed");
        assertThatThrownBy(() -> HttpOrigin.of("ftp://a" + longest)).hasMessageNotContaining(longest);
    }

    @ParameterizedTest
    @CsvSource({
        "https://PDS.example.com/path?x=y, https://pds.example.com",
        "http://localhost:2583/, http://localhost:2583",
        "http://[::1]:1, http://[::1]:1"
    })
    void secretsMayBeSentToSecureServers(String url, String origin) {
        assertThat(HttpOrigin.ofSecure(url)).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://pds.example.com/secret", "http://127.0.0.2", "http://localhost.example.com"})
    void secretsMustNotBeSentOverPlainHttp(String url) {
        assertThatThrownBy(() -> HttpOrigin.ofSecure(url))
                .isInstanceOfSatisfying(
                        InvalidUrlException.class,
                        e -> assertThat(e.isInsecure()).isTrue())
                .hasMessageContaining("use https")
                .hasMessageNotContaining("secret");
    }
}
