package dev.idiolect.oauth.identity;

import static dev.idiolect.oauth.identity.IdentityFixture.ALICE;
import static dev.idiolect.oauth.identity.IdentityFixture.DID;
import static dev.idiolect.oauth.identity.IdentityFixture.OTHER;
import static dev.idiolect.oauth.identity.IdentityFixture.PLC;
import static dev.idiolect.oauth.identity.IdentityFixture.WELL_KNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.internal.http.TestWeb;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.naming.CommunicationException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resolves handles by DNS, by HTTPS and by a service. */
@Timeout(30)
class HandleResolutionTest {

    private final IdentityFixture net = new IdentityFixture();

    @BeforeEach
    void documents() {
        net.document(DID, IdentityFixture.documentOf(DID, ALICE));
        net.document(OTHER, IdentityFixture.documentOf(OTHER, ALICE));
    }

    @AfterEach
    void close() throws IOException {
        net.close();
    }

    private String resolved() {
        return net.resolver.resolve(ALICE).did();
    }

    private void assertFails(boolean isTransient, String... words) {
        assertThatThrownBy(this::resolved).isInstanceOfSatisfying(IdentityException.class, e -> {
            assertThat(e.isTransient()).isEqualTo(isTransient);
            assertThat(e.subject()).isEqualTo(ALICE);
            assertThat(e.getMessage()).contains(words).contains(ALICE);
        });
    }

    @Test
    void dnsIsEnough() {
        net.txt(ALICE, "v=spf1 -all", "did=" + DID, "DID=" + OTHER);
        assertThat(resolved()).isEqualTo(DID);
    }

    @ParameterizedTest
    @ValueSource(strings = {DID, DID + "\n", "  " + DID + "\r\n\r\n"})
    void httpsIsEnough(String body) {
        net.wellKnown(ALICE, 200, body);
        assertThat(resolved()).isEqualTo(DID);
    }

    @Test
    void dnsWinsIfTheTwoDisagree() {
        net.txt(ALICE, "did=" + DID);
        net.wellKnown(ALICE, 200, OTHER);
        assertThat(resolved()).isEqualTo(DID);
    }

    @Test
    void reportHasTheResultsOfBothMethods() {
        net.txt(ALICE, "did=" + DID);
        net.wellKnown(ALICE, 200, OTHER);
        HandleReport report = net.resolver.report("@Alice.Example.com");
        assertThat(report.handle()).isEqualTo(ALICE);
        assertThat(report.dns().did()).isEqualTo(DID);
        assertThat(report.https().did()).isEqualTo(OTHER);
        net.blockDns();
        net.wellKnown(ALICE, 404, "");
        report = net.resolver.report(ALICE);
        assertThat(report.dns())
                .isEqualTo(new HandleReport.Lookup(
                        null, "the lookup of _atproto." + ALICE + " failed (CommunicationException)", true));
        assertThat(report.https().did()).isNull();
        assertThat(report.https().detail()).contains("returned HTTP 404");
        assertThat(report.https().isTransient()).isFalse();
    }

    @Test
    void slowDnsWinsOverFastHttps() {
        CountDownLatch requested = new CountDownLatch(1);
        net.web.page(ALICE + WELL_KNOWN, out -> {
            out.write(TestWeb.response(200, OTHER));
            out.flush();
            requested.countDown();
        });
        net.dns = name -> {
            awaitLatch(requested);
            return List.of("did=" + DID);
        };
        assertThat(resolved()).isEqualTo(DID);
    }

    @Test
    void dnsIsNotHeldUpByHttps() {
        net.txt(ALICE, "did=" + DID);
        net.web.page(ALICE + WELL_KNOWN, out -> net.web.closing.await());
        long start = System.nanoTime();
        assertThat(resolved()).isEqualTo(DID);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void httpsServesWhileDnsFails() {
        net.dns = name -> {
            throw new CommunicationException("no name server");
        };
        net.wellKnown(ALICE, 200, DID);
        assertThat(resolved()).isEqualTo(DID);
    }

    /** The JDK reports the response codes REFUSED and FORMERR by the first two. */
    @Test
    void refusalOfANameServerIsTransient() {
        net.wellKnown(ALICE, 404, "");
        for (NamingException failure : List.of(
                new OperationNotSupportedException("DNS error"),
                new NamingException("DNS error"),
                new CommunicationException("DNS error"))) {
            net.dns = name -> {
                throw failure;
            };
            assertFails(true, failure.getClass().getSimpleName());
        }
    }

    @Test
    void hangingDnsEndsAtItsTimeout() {
        net.dns = name -> {
            awaitLatch(net.web.closing);
            return List.of();
        };
        SsrfSafeHttpClient http = net.web.client(Duration.ofSeconds(10), NetworkPolicy.PUBLIC);
        DomainHandleResolver handles = new DomainHandleResolver(
                new DnsTxtHandleResolver(net.dns, NetworkPolicy.PUBLIC),
                new WellKnownHandleResolver(
                        new IdentityHttp(http, net.clock),
                        NetworkPolicy.PUBLIC,
                        "https://" + PLC,
                        Duration.ofSeconds(20)),
                http.executor(),
                Duration.ofMillis(200),
                Duration.ofSeconds(11));
        net.wellKnown(ALICE, 200, DID);
        assertThat(handles.resolve(new Handle(ALICE))).isEqualTo(DID);
        net.wellKnown(ALICE, 404, "");
        assertThatThrownBy(() -> handles.resolve(new Handle(ALICE)))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("DNS: no response in time");
    }

    @Test
    void sameDidTwiceIsOne() {
        net.txt(ALICE, "did=" + DID, "did=" + DID);
        assertThat(resolved()).isEqualTo(DID);
    }

    @Test
    void differentDidsInDnsAreAlwaysAnError() {
        net.txt(ALICE, "did=" + DID, "did=" + OTHER);
        net.wellKnown(ALICE, 200, DID);
        assertFails(true, "different DIDs");
    }

    @Test
    void invalidDidInDnsIsIgnored() {
        net.txt(ALICE, "did=nonsense", "did=did:key:zabc", "did=" + DID);
        assertThat(resolved()).isEqualTo(DID);
        net.txt(ALICE, "did=nonsense");
        assertFails(false, "no supported DID", "HTTP 404");
    }

    @Test
    void errorMessageShowsBothReasons() {
        net.wellKnown(ALICE, 500, "");
        assertFails(true, "DNS: _atproto.alice.example.com has no TXT record", "HTTPS: https://", "HTTP 500", "later");
        net.wellKnown(ALICE, 404, "");
        assertFails(false, "has no TXT record", "HTTP 404", "spelling");
        net.web.names.put(ALICE, List.of());
        assertFails(false, "has no TXT record", "unknown host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"did:plc:short", "did:key:zabc", DID + "\n" + OTHER, "did=" + DID})
    void wellKnownPageMustBeADid(String body) {
        net.wellKnown(ALICE, 200, body);
        assertFails(false, "no supported DID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"})
    void handleAtANonPublicAddressIsNotContacted(String address) {
        net.web.names.put(ALICE, List.of(address));
        assertFails(false, "not public");
        assertThat(net.web.dialed).isEmpty();
    }

    @Test
    void configuredServiceResolvesAllHandles() {
        IdentityResolver byService = net.resolver("https://resolver.example.com/", Duration.ofSeconds(10));
        String page = "resolver.example.com/xrpc/com.atproto.identity.resolveHandle?handle=" + ALICE;
        net.txt(ALICE, "did=" + OTHER);
        net.web.page(page, 200, "{\"did\":\"" + DID + "\"}");
        assertThat(byService.resolve("@Alice.Example.com").did()).isEqualTo(DID);
        assertThat(net.dnsQuestions).hasValue(0);
        assertThat(net.web.requestsTo(ALICE + WELL_KNOWN)).isZero();
        net.web.page(page, 400, "{\"error\":\"HandleNotFound\"}");
        assertThatThrownBy(() -> byService.resolve(ALICE))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("HTTP 400 HandleNotFound");
        net.web.page(page, 200, "{\"did\":\"did:key:abc\"}");
        assertThatThrownBy(() -> byService.resolve(ALICE)).hasMessageContaining("no supported DID");
    }

    @Test
    void handleTooLongForDnsIsNotLookedUp() {
        String label = "a".repeat(60) + ".";
        String handle = label.repeat(4) + "example.com";
        assertThat(new DnsTxtHandleResolver(net.dns, NetworkPolicy.PUBLIC)
                        .lookUp(new Handle(handle))
                        .detail())
                .contains("too long");
        assertThat(net.dnsQuestions).hasValue(0);
    }

    private static void awaitLatch(CountDownLatch latch) throws NamingException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new NamingException("interrupted");
        }
    }
}
