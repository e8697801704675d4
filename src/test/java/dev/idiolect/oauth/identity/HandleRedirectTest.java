package dev.idiolect.oauth.identity;

import static dev.idiolect.oauth.identity.IdentityFixture.ALICE;
import static dev.idiolect.oauth.identity.IdentityFixture.BOB;
import static dev.idiolect.oauth.identity.IdentityFixture.DID;
import static dev.idiolect.oauth.identity.IdentityFixture.PLC;
import static dev.idiolect.oauth.identity.IdentityFixture.WELL_KNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.internal.http.TestWeb;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects of a handle's well-known page. */
@Timeout(30)
class HandleRedirectTest {

    private final IdentityFixture net = new IdentityFixture();

    @BeforeEach
    void document() {
        net.document(DID, IdentityFixture.documentOf(DID, ALICE));
    }

    @AfterEach
    void close() throws IOException {
        net.close();
    }

    private void redirect(String page, int status, String location) {
        net.web.page(page, out -> out.write(redirection(status, location)));
    }

    private static byte[] redirection(int status, String location) {
        return TestWeb.ascii(
                "HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    private String resolved() {
        return net.resolver.resolve(ALICE).did();
    }

    private void assertRefused(String word) {
        assertThatThrownBy(this::resolved)
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining(word);
    }

    @ParameterizedTest
    @CsvSource({
        "301, https://bob.example.com/.well-known/atproto-did",
        "302, https://bob.example.com/.well-known/atproto-did",
        "307, //bob.example.com/.well-known/atproto-did",
        "308, https://BOB.example.com:443/.well-known/atproto-did"
    })
    void redirectToAnotherSiteIsFollowed(int status, String location) {
        redirect(ALICE + WELL_KNOWN, status, location);
        net.wellKnown(BOB, 200, DID);
        net.web.page("bob.example.com:443" + WELL_KNOWN, 200, DID);
        assertThat(resolved()).isEqualTo(DID);
    }

    @Test
    void threeHopsAreFollowedButNotFour() {
        redirect(ALICE + WELL_KNOWN, 301, "/1");
        redirect(ALICE + "/1", 302, "/2");
        redirect(ALICE + "/2", 308, "3");
        net.web.page(ALICE + "/3", 200, DID);
        assertThat(resolved()).isEqualTo(DID);
        redirect(ALICE + "/3", 308, "4");
        net.web.page(ALICE + "/4", 200, DID);
        assertRefused("more than 3 redirects");
        assertThat(net.web.requestsTo(ALICE + "/4")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://bob.example.com/.well-known/atproto-did",
                "https://10.0.0.1/",
                "https://localhost/",
                "http://127.0.0.1/",
                "https://u:p@bob.example.com/",
                "file:///etc/passwd",
                "https://exa mple/",
                "::",
                ""
            })
    void redirectToForbiddenUrlIsNotFollowed(String location) {
        redirect(ALICE + WELL_KNOWN, 302, location);
        assertRefused("HTTP 302");
        assertThat(net.web.requests).containsOnly(ALICE + WELL_KNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"})
    void redirectToNameOfInternalAddressIsNotFollowed(String address) {
        net.web.names.put(BOB, List.of(address));
        redirect(ALICE + WELL_KNOWN, 302, "https://" + BOB + "/");
        assertRefused("not public");
        assertThat(net.web.requests).containsOnly(ALICE + WELL_KNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 303, 304, 305})
    void otherRedirectsAreNotFollowed(int status) {
        redirect(ALICE + WELL_KNOWN, status, "https://" + BOB + WELL_KNOWN);
        net.wellKnown(BOB, 200, DID);
        assertRefused("HTTP " + status);
    }

    @Test
    void redirectsShareTheTimeOfOneRequest() {
        for (int hop = 0; hop < 4; hop++) {
            String location = "/" + (hop + 1);
            net.web.page(hop == 0 ? ALICE + WELL_KNOWN : ALICE + "/" + hop, out -> {
                boolean ended = net.web.closing.await(900, TimeUnit.MILLISECONDS);
                out.write(redirection(ended ? 404 : 302, location));
            });
        }
        assertThatThrownBy(() -> net.resolver(null, Duration.ofSeconds(1)).resolve(ALICE))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("after a redirect");
        assertThat(net.web.requestsTo(ALICE + "/1")).isOne();
        assertThat(net.web.requestsTo(ALICE + "/3")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://plc.example.com/", "https://PLC.example.com:443/did:plc:a", "//plc.example.com/x"})
    void redirectToThePlcDirectoryIsNotFollowed(String location) {
        redirect(ALICE + WELL_KNOWN, 302, location);
        assertRefused("a redirect that is not followed");
        assertThat(net.web.requests).containsOnly(ALICE + WELL_KNOWN);
    }

    @Test
    void noHandleIsRequestedFromThePlcDirectory() {
        assertThatThrownBy(() -> net.resolver.resolve(PLC)).isInstanceOf(IdentityException.class);
        assertThat(net.web.requests).isEmpty();
    }

    @Test
    void rateLimitOfARedirectsTargetIsOfRedirectsOnly() {
        String bobsDid = IdentityFixture.OTHER;
        net.document(bobsDid, IdentityFixture.documentOf(bobsDid, BOB));
        net.wellKnown(BOB, 200, bobsDid);
        redirect(ALICE + WELL_KNOWN, 302, "https://" + BOB + "/elsewhere");
        net.web.page(
                BOB + "/elsewhere",
                out -> out.write(
                        TestWeb.ascii("HTTP/1.1 429 Slower\r\nRetry-After: 100\r\nContent-Length: 0\r\n\r\n")));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::resolved)
                    .isInstanceOfSatisfying(
                            IdentityException.class,
                            e -> assertThat(e.retryAfter()).isPresent());
        }
        assertThat(net.web.requestsTo(BOB + "/elsewhere")).isOne();
        assertThat(net.resolver.resolve(BOB).did()).isEqualTo(bobsDid);
    }

    @Test
    void didDocumentMayNotRedirect() {
        String did = "did:web:bob.example.com";
        redirect("bob.example.com/.well-known/did.json", 302, "https://" + ALICE + "/did.json");
        net.web.page(ALICE + "/did.json", 200, IdentityFixture.documentOf(did, BOB));
        assertThatThrownBy(() -> net.resolver.resolve(did)).hasMessageContaining("HTTP 302");
    }
}
