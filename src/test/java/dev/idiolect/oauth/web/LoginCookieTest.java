package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The cookies of logins together stay small enough for any server. */
class LoginCookieTest {

    private static final ApplicationOrigin SITE = ApplicationOrigin.of("https://app.example.com/oauth/callback");

    private static String name(int number) {
        return "__Host-oauth-login-" + String.format("%016d", number);
    }

    private static List<String> evictions(String... lines) {
        HttpHeaders headers = (HttpHeaders) Proxy.newProxyInstance(
                HttpHeaders.class.getClassLoader(),
                new Class<?>[] {HttpHeaders.class},
                (proxy, method, args) -> method.getName().equals("getRequestHeader") ? List.of(lines) : null);
        return LoginCookie.evictions(headers, SITE).stream()
                .map(header -> header.split("=", 2)[0])
                .toList();
    }

    @Test
    void theLongestThatMayBeUnderWayAreNotTooManyForAHeader() {
        String path = "/" + "a".repeat(511);
        assertThat(ReturnPath.is(path)).isTrue();
        assertThat(ReturnPath.is(path + "a")).isFalse();
        String longest =
                new LoginCookie(name(1), "s".repeat(43), path).header(SITE).split(";", 2)[0];
        assertThat(LoginCookie.MOST * (longest.length() + 2)).isLessThan(4096);
    }

    @Test
    void theOldestMakeRoom() {
        String cookies = IntStream.range(0, LoginCookie.MOST + 1)
                .mapToObj(number -> name(number) + "=s.Lw")
                .collect(Collectors.joining("; "));
        assertThat(evictions("a=b; " + cookies, "c=d")).containsExactly(name(0), name(1));
        assertThat(evictions(name(1) + "=s.Lw; " + name(2) + "x=s.Lw; " + name(3)))
                .isEmpty();
        assertThat(evictions()).isEmpty();
    }
}
