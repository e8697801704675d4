package dev.idiolect.oauth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jay.bsky.social",
                "8.cn",
                "name.t--t",
                "XX.LCS.MIT.EDU",
                "a.co",
                "xn--notarealidn.com",
                "xn--fiqa61au8b7zsevnm8ak20mc4a87e.xn--fiqs8s",
                "example.t"
            })
    void handlesOfTheSpecificationAreParsed(String handle) {
        assertThat(Handle.of(handle, NetworkPolicy.PUBLIC).value()).isEqualTo(handle.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "@",
                "jo@hn.test",
                "\uD83D\uDCA9.test",
                "john..test",
                "xn--bcher-.tld",
                "john.0",
                "cn.8",
                "org",
                ".name.org",
                "-a.com",
                "a-.com",
                "127.0.0.1",
                "::1",
                "[::1]",
                "a b.com",
                "alice.com:443",
                "alice.com?x y",
                "alice@example.com",
                "alice_x.com",
                "at://@@alice.com",
                "alice.com\r\nHost: x",
                "\uD800.com",
                "\u212Aelvin.com"
            })
    void invalidHandleIsRefused(String input) {
        assertThatThrownBy(() -> Handle.of(input, NetworkPolicy.DEVELOPMENT))
                .isInstanceOfSatisfying(IdentityException.class, e -> {
                    assertThat(e.isTransient()).isFalse();
                    assertThat(e.getMessage()).contains("Invalid handle").matches("[\\x20-\\x7e]*");
                });
    }

    @Test
    void lengthsAreLimited() {
        String label = "a".repeat(63);
        assertThat(Handle.parse(label + ".com")).isNotNull();
        assertThat(Handle.parse("a" + label + ".com")).isNull();
        String longest = label + "." + label + "." + label + "." + "a".repeat(57) + ".com";
        assertThat(longest).hasSize(253);
        assertThat(Handle.parse(longest)).isNotNull();
        assertThat(Handle.parse(longest.replace(".com", ".comx"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "arpa", "invalid", "localhost", "internal", "example", "alt", "onion"})
    void reservedTopLevelDomainsAreRefusedEvenInDevelopment(String top) {
        assertThatThrownBy(() -> Handle.of("alice." + top, NetworkPolicy.DEVELOPMENT))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("reserved");
    }

    @Test
    void testIsForDevelopmentOnly() {
        assertThat(Handle.of("alice.test", NetworkPolicy.DEVELOPMENT).value()).isEqualTo("alice.test");
        assertThatThrownBy(() -> Handle.of("alice.test", NetworkPolicy.PUBLIC))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("development");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice.example.com",
                "@alice.example.com",
                "at://alice.example.com",
                "AT://@Alice.Example.COM",
                "  alice.example.com\n",
                "\u202a@alice.example.com\u202c",
                "\u2066alice.example.com\u2069 ",
                "ali\u200bce.example.com",
                "\ufeffalice.example.com",
                "\u00a0alice.example.com\u3000",
                "\u200ealice.example.com\u200f",
                "alice.exam\u00adple.com",
                "alice.example.com.",
                "alice.example.com/",
                "https://alice.example.com",
                "https://alice.example.com/about?x=y#z",
                "https://bsky.app/profile/alice.example.com",
                "http://bsky.app/profile/@alice.example.com/",
                "bsky.app/profile/alice.example.com/post/3k2a",
                "at://alice.example.com/app.bsky.feed.post/3k2a",
                "https://tangled.org/@alice.example.com/repo",
                "\u0000alice.example.com"
            })
    void pastedExtrasAreDropped(String input) {
        assertThat(Handle.of(input, NetworkPolicy.PUBLIC).value()).isEqualTo("alice.example.com");
    }

    @Test
    void messageShowsInputShortAndPrintable() {
        assertThatThrownBy(() -> Handle.of("\u0142".repeat(100_000), NetworkPolicy.PUBLIC))
                .isInstanceOfSatisfying(IdentityException.class, e -> {
                    assertThat(e.getMessage()).hasSizeLessThan(600).matches("[\\x20-\\x7e]*");
                    assertThat(e.subject()).hasSizeLessThan(300);
                });
    }
}
