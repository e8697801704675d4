package dev.idiolect.oauth.identity;

import static dev.idiolect.oauth.identity.IdentityFixture.ALICE;
import static dev.idiolect.oauth.identity.IdentityFixture.DID;
import static dev.idiolect.oauth.identity.IdentityFixture.PDS;
import static dev.idiolect.oauth.identity.IdentityFixture.PLC;
import static dev.idiolect.oauth.identity.IdentityFixture.WELL_KNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.internal.http.TestWeb;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a proxy in front of an identity endpoint says is not the endpoint's own word, and pauses are kept. */
@Timeout(30)
class ProxiedIdentityTest {

    /** The endpoints of identity lookups. */
    enum Endpoint {
        PLC_DIRECTORY(DID, PLC + "/" + DID),
        DID_WEB("did:web:bob.example.com", "bob.example.com/.well-known/did.json"),
        WELL_KNOWN_HANDLE(ALICE, ALICE + WELL_KNOWN),
        RESOLVE_HANDLE(ALICE, "resolver.example.com/xrpc/com.atproto.identity.resolveHandle?handle=" + ALICE);

        final String subject;
        final String page;

        Endpoint(String subject, String page) {
            this.subject = subject;
            this.page = page;
        }
    }

    private final IdentityFixture net = new IdentityFixture();
    private final IdentityResolver byService = net.resolver("https://resolver.example.com", Duration.ofSeconds(10));

    @AfterEach
    void close() throws IOException {
        net.close();
    }

    private IdentityException failure(Endpoint endpoint) {
        IdentityResolver resolver = endpoint == Endpoint.RESOLVE_HANDLE ? byService : net.resolver;
        IdentityException failure =
                catchThrowableOfType(IdentityException.class, () -> resolver.resolve(endpoint.subject));
        assertThat(failure).isNotNull();
        return failure;
    }

    static Stream<Arguments> wordsOfProxies() {
        return Stream.of(Endpoint.values())
                .flatMap(endpoint -> Stream.of(200, 403, 429, 500, 502, 503)
                        .flatMap(status -> Stream.of("<html>Just a moment...</html>", " \n<!DOCTYPE html>", "")
                                .map(body -> Arguments.of(endpoint, status, body))));
    }

    @ParameterizedTest
    @MethodSource("wordsOfProxies")
    void responsesOfProxyAreTransient(Endpoint endpoint, int status, String body) {
        net.web.page(endpoint.page, status, body);
        assertThat(failure(endpoint)).satisfies(e -> assertThat(e.isTransient()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"PLC_DIRECTORY, 404", "PLC_DIRECTORY, 302", "RESOLVE_HANDLE, 404", "RESOLVE_HANDLE, 302"})
    void missingPageOfServiceIsTransientWithoutJson(Endpoint endpoint, int status) {
        net.web.page(endpoint.page, status, "<html>404</html>");
        assertThat(failure(endpoint)).satisfies(e -> assertThat(e.isTransient()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "PLC_DIRECTORY, 404, {\"message\":\"DID not registered\"}",
        "PLC_DIRECTORY, 410, {\"message\":\"DID not available\"}",
        "PLC_DIRECTORY, 403, {\"message\":\"no\"}",
        "RESOLVE_HANDLE, 400, {\"error\":\"HandleNotFound\"}",
        "DID_WEB, 404, <html>Not Found</html>",
        "DID_WEB, 410, ''",
        "DID_WEB, 301, <html>Moved</html>",
        "WELL_KNOWN_HANDLE, 404, <html>Not Found</html>",
        "WELL_KNOWN_HANDLE, 410, ''",
        "WELL_KNOWN_HANDLE, 200, no DID"
    })
    void rejectionByTheServerIsPermanent(Endpoint endpoint, int status, String body) {
        net.web.page(endpoint.page, status, body);
        assertThat(failure(endpoint)).satisfies(e -> assertThat(e.isTransient()).isFalse());
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void noRequestIsSentBeforeEndOfRateLimit(Endpoint endpoint) {
        limited(
                endpoint,
                429,
                "RateLimit-Reset: " + net.clock.instant().plusSeconds(100).getEpochSecond());
        assertThat(failure(endpoint).retryAfter()).contains(Duration.ofSeconds(100));
        net.clock.advance(Duration.ofSeconds(99));
        assertThat(failure(endpoint)).satisfies(e -> {
            assertThat(e.isTransient()).isTrue();
            assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
        });
        assertThat(net.web.requestsTo(endpoint.page)).isEqualTo(1);
        net.clock.advance(Duration.ofSeconds(1));
        failure(endpoint);
        assertThat(net.web.requestsTo(endpoint.page)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"429, Retry-After: 60", "503, Retry-After: 60"})
    void retryAfterIsKeptToo(int status, String header) {
        limited(Endpoint.PLC_DIRECTORY, status, header);
        assertThat(failure(Endpoint.PLC_DIRECTORY).retryAfter()).contains(Duration.ofMinutes(1));
        net.account(DID, ALICE);
        assertThat(failure(Endpoint.PLC_DIRECTORY).retryAfter()).contains(Duration.ofMinutes(1));
        net.clock.advance(Duration.ofMinutes(1));
        assertThat(net.resolver.resolve(DID).pdsUrl()).isEqualTo(PDS);
    }

    @Test
    void pauseOfOneServerDoesNotStopOthers() {
        limited(Endpoint.WELL_KNOWN_HANDLE, 429, "Retry-After: 60");
        failure(Endpoint.WELL_KNOWN_HANDLE);
        net.document(DID, IdentityFixture.document(DID, "", IdentityFixture.service("#atproto_pds", PDS)));
        assertThat(net.resolver.resolve(DID).pdsUrl()).isEqualTo(PDS);
    }

    @Test
    void pauseLastsAnHourAtMost() {
        limited(Endpoint.PLC_DIRECTORY, 429, "Retry-After: 999999");
        failure(Endpoint.PLC_DIRECTORY);
        net.account(DID, ALICE);
        net.clock.advance(Duration.ofHours(1));
        assertThat(net.resolver.resolve(DID).pdsUrl()).isEqualTo(PDS);
    }

    private void limited(Endpoint endpoint, int status, String header) {
        net.web.page(
                endpoint.page,
                out -> out.write(TestWeb.ascii(
                        "HTTP/1.1 " + status + " Limited\r\n" + header + "\r\nContent-Length: 0\r\n\r\n")));
    }
}
