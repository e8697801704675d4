package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The size and the number of login cookies. */
class LoginCookieTest {

    private static final ApplicationOrigin ORIGIN = ApplicationOrigin.of("https://app.example.com/oauth/callback");

    private static String name(int number) {
        return "__Host-oauth-login-" + String.format(Locale.ROOT, "%016d", number);
    }

    private static List<String> evictions(String... lines) {
        HttpHeaders headers = RequestHeaders.of(HttpHeaders.COOKIE, lines);
        return LoginCookie.evictions(headers, ORIGIN).stream()
                .map(header -> header.split("=", 2)[0])
                .toList();
    }

    @Test
    void longestCookiesFitInAHeader() {
        String path = "/" + "a".repeat(511);
        assertThat(ReturnPath.isValid(path)).isTrue();
        assertThat(ReturnPath.isValid(path + "a")).isFalse();
        String longest = new LoginCookie(name(1), "s".repeat(43), path, true)
                .header(ORIGIN)
                .split(";", 2)[0];
        assertThat(LoginCookie.MAX_PENDING * (longest.length() + 2)).isLessThan(4096);
    }

    @Test
    void oldestCookiesAreRemoved() {
        String cookies = IntStream.range(0, LoginCookie.MAX_PENDING + 1)
                .mapToObj(number -> name(number) + "=s.Lw")
                .collect(Collectors.joining("; "));
        assertThat(evictions("a=b; " + cookies, "c=d")).containsExactly(name(0), name(1));
        assertThat(evictions(name(1) + "=s.Lw; " + name(2) + "x=s.Lw; " + name(3)))
                .isEmpty();
        assertThat(evictions()).isEmpty();
    }
}
