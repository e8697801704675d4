package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import dev.idiolect.oauth.internal.http.MaxLength;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What browsers send. */
class WebFuzzTest {

    private static final ApplicationOrigin ORIGIN = ApplicationOrigin.of("https://app.example.com/oauth/callback");
    private static final String STATE = "A".repeat(43);

    static Stream<byte[]> cookiesSeeds() {
        return Parsing.seeds(
                "__Host-oauth-login-" + STATE.substring(0, 16) + "=" + Parsing.SECRET + ".Lw.done; a=b",
                "__Host-oauth-login-0000000000000001=s.Lw",
                "x=1,__Host-oauth-login-" + STATE.substring(0, 16) + "=x.y");
    }

    @MethodSource("cookiesSeeds")
    @ParserFuzz
    void cookies(byte[] input) {
        Parsing.throwing().text(input, text -> {
            HttpHeaders headers = RequestHeaders.of(HttpHeaders.COOKIE, text);
            // Another header than the one of this state, whose secret is unknown.
            assertThat(LoginCookie.find(headers, STATE, ORIGIN)).isNull();
            LoginCookie.find(headers, text, ORIGIN);
            assertThat(LoginCookie.evictions(headers, ORIGIN)).allMatch(header -> !header.contains("\n"));
            LoginCookie.completedRemovals(headers, ORIGIN);
        });
    }

    static Stream<byte[]> returnPathsSeeds() {
        return Parsing.seeds("/", "/a?b=c#d", "//evil.example", "/\\evil.example", "/%2f/x", "/:@x");
    }

    @MethodSource("returnPathsSeeds")
    @ParserFuzz
    void returnPaths(byte[] input) {
        URI home = URI.create("https://app.example.com/");
        Parsing.throwing().text(input, text -> {
            if (ReturnPath.isValid(text)) {
                assertThat(MaxLength.RETURN_TO.allows(text)).isTrue();
                assertThat(home.resolve(text).getHost()).isEqualTo("app.example.com");
            }
        });
    }

    static Stream<byte[]> formsSeeds() {
        return Parsing.seeds("alice.example.com", "\"><script>x</script>", "&quot;'`\u0000", "a=b&c=d #%");
    }

    @MethodSource("formsSeeds")
    @ParserFuzz
    void forms(byte[] input) {
        Parsing.throwing().text(input, text -> {
            assertThat(tags(text)).isEqualTo(tags("x"));
            assertThat(URI.create("/login" + LoginPages.formQuery(text, text)).getPath())
                    .isEqualTo("/login");
        });
    }

    private static long tags(String field) {
        String page = new String((byte[]) LoginPages.form(field, field).getEntity(), StandardCharsets.UTF_8);
        return page.chars().filter(c -> c == '<' || c == '>' || c == '"').count();
    }

    static Stream<byte[]> originsSeeds() {
        return Parsing.seeds(
                "https://app.example.com",
                "https://APP.example.com:443/",
                "https://app.example.com@evil.example",
                "null");
    }

    @MethodSource("originsSeeds")
    @ParserFuzz
    void origins(byte[] input) {
        ApplicationOrigin local = ApplicationOrigin.of("http://127.0.0.1:8080/oauth/callback");
        Parsing.throwing().text(input, text -> {
            if (ORIGIN.isSameOrigin(RequestHeaders.of("Origin", text))) {
                URI origin = URI.create(text);
                assertThat(origin.getScheme()).isEqualToIgnoringCase("https");
                assertThat(origin.getHost()).isEqualToIgnoringCase("app.example.com");
                assertThat(origin.getPort()).isIn(-1, 443);
            }
            local.isOtherHost(text);
        });
    }
}
