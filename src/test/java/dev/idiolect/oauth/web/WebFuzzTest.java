package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Fuzz;
import dev.idiolect.oauth.internal.http.MaxLength;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What browsers send. */
class WebFuzzTest {

    private static final ApplicationOrigin ORIGIN = ApplicationOrigin.of("https://app.example.com/oauth/callback");
    private static final String STATE = "A".repeat(43);

    @Test
    void cookies() {
        Fuzz.of("cookie")
                .examples(
                        "__Host-oauth-login-" + STATE.substring(0, 16) + "=" + Fuzz.SECRET + ".Lw.done; a=b",
                        "__Host-oauth-login-0000000000000001=s.Lw",
                        "x=1,__Host-oauth-login-" + STATE.substring(0, 16) + "=x.y")
                .texts(text -> {
                    HttpHeaders headers = RequestHeaders.of(HttpHeaders.COOKIE, text);
                    // Another header than the one of this state, whose secret is unknown.
                    assertThat(LoginCookie.find(headers, STATE, ORIGIN)).isNull();
                    LoginCookie.find(headers, text, ORIGIN);
                    assertThat(LoginCookie.evictions(headers, ORIGIN)).allMatch(header -> !header.contains("\n"));
                    return LoginCookie.completedRemovals(headers, ORIGIN).size() > 0;
                });
    }

    @Test
    void returnPaths() {
        URI home = URI.create("https://app.example.com/");
        Fuzz.of("return-to")
                .examples("/", "/a?b=c#d", "//evil.example", "/\\evil.example", "/%2f/x", "/:@x")
                .texts(text -> {
                    boolean valid = ReturnPath.isValid(text);
                    if (valid) {
                        assertThat(MaxLength.RETURN_TO.allows(text)).isTrue();
                        assertThat(home.resolve(text).getHost()).isEqualTo("app.example.com");
                    }
                    return valid;
                });
    }
}
