package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

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
}
