package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.PasswordAuthentication;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
@Timeout(30)
class SsrfSafeHttpClientTest {

    private static final URI PAGE = URI.create("https://alice.example.com/page");
    private static final String SITE_PAGE = "alice.example.com/page";
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(400);

    private final TestWeb web = TestWeb.https();
    private final SsrfSafeHttpClient http = new SsrfSafeHttpClient(web.network(), LONG, NetworkPolicy.PUBLIC);
    private final SsrfSafeHttpClient impatient = new SsrfSafeHttpClient(web.network(), SHORT, NetworkPolicy.PUBLIC);

    @AfterEach
    void close() throws IOException {
        web.close();
    }

    @Test
    void responseIsReadFromAPublicAddress() throws Exception {
        web.page(SITE_PAGE, 200, "{\"a\":\"b\"}");
        HttpResponse response = http.getJson(PAGE);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json()).containsEntry("a", "b");
        assertThat(web.dialed).containsExactly(TestWeb.PUBLIC + ":443");
        assertThat(web.serverNames).containsExactly("alice.example.com");
    }

    @Test
    void slowConnectingLeavesTheFullResponseTimeout() throws Exception {
        Duration limit = Duration.ofSeconds(2);
        long wait = limit.toMillis() * 6 / 10;
        try (TestWeb local = TestWeb.http()) {
            URI url = local("/page", local, out -> {
                local.closing.await(wait, TimeUnit.MILLISECONDS);
                out.write(TestWeb.response(200, "x"));
            });
            Dialer slow = (socket, address, timeout) -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait));
                socket.connect(address, timeout);
            };
            NetworkAccess network = new NetworkAccess(
                    InetAddress::getAllByName, slow, web.network().tls());
            assertThat(new SsrfSafeHttpClient(network, limit, NetworkPolicy.DEVELOPMENT)
                            .post(url, new byte[] {'1'}, Map.of())
                            .text())
                    .isEqualTo("x");
        }
    }

    @Test
    void nothingIsSentAfterTheConnectTimeout() throws Exception {
        assertNothingSent(SHORT, LONG, "no connection within 400 ms");
    }

    @Test
    void singleUseRequestIsNotSentLateAfterASlowConnect() throws Exception {
        assertNothingSent(LONG, SHORT, "request not sent: no connection before its deadline");
    }

    /** Connects until the caller has given up, at the shorter of both limits. */
    private void assertNothingSent(Duration limit, Duration within, String message) throws Exception {
        CountDownLatch givenUp = new CountDownLatch(1);
        try (TestWeb local = TestWeb.http()) {
            URI url = local("/page", local, out -> out.write(TestWeb.response(200, "x")));
            Dialer late = (socket, address, timeout) -> {
                assertThat(timeout).isLessThanOrEqualTo((int) SHORT.toMillis());
                socket.connect(address, timeout);
                awaitThrough(givenUp);
            };
            NetworkAccess network = new NetworkAccess(
                    InetAddress::getAllByName, late, web.network().tls());
            SsrfSafeHttpClient http =
                    new SsrfSafeHttpClient(network, limit, NetworkPolicy.DEVELOPMENT).withSingleUseDeadline(within);
            assertThatThrownBy(() -> http.post(url, new byte[] {'1'}, Map.of()))
                    .isInstanceOfSatisfying(
                            ExchangeException.class,
                            e -> assertThat(e.isTransient() && e.isUnsent()).isTrue())
                    .hasMessage(message);
            givenUp.countDown();
            await().until(() -> http.executor().activeCount() == 0);
            assertThat(local.requests).isEmpty();
        }
    }

    @Test
    void singleUseRequestIsNotSentLateWhileItsCallerWaits() throws Exception {
        try (TestWeb local = TestWeb.http()) {
            URI url = local("/page", local, out -> out.write(TestWeb.response(200, "x")));
            Timeouts limits =
                    Timeouts.of(LONG).withSingleUse(SendDeadline.in(Duration.ofSeconds(2), Clock.systemUTC()), LONG);
            Dialer late = (socket, address, timeout) -> {
                socket.connect(address, timeout);
                await().until(limits::isTooLate);
            };
            NetworkAccess network = new NetworkAccess(
                    InetAddress::getAllByName, late, web.network().tls());
            OutgoingRequest request = new OutgoingRequest("POST", Map.of(), new byte[0]);
            Exchange exchange =
                    new Exchange(network, RequestTarget.of(url, NetworkPolicy.DEVELOPMENT), request, limits);
            assertThatThrownBy(exchange::call)
                    .isInstanceOfSatisfying(
                            ExchangeException.class,
                            e -> assertThat(e.isUnsent()).isTrue())
                    .hasMessage("request not sent: no connection before its deadline");
            exchange.abort();
            assertThat(local.requests).isEmpty();
        }
    }

    @Test
    void tooLongTimeoutIsRefused() {
        assertThatThrownBy(() -> new SsrfSafeHttpClient(Duration.ofDays(200_000), NetworkPolicy.DEVELOPMENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT4800000H");
    }

    @Test
    void singleUseRequestHasALongerResponseTimeout() throws Exception {
        try (TestWeb local = TestWeb.http()) {
            URI url = local("/page", local, out -> {
                local.closing.await(SHORT.toMillis() * 2, TimeUnit.MILLISECONDS);
                out.write(TestWeb.response(200, "x"));
            });
            SsrfSafeHttpClient client = SsrfSafeHttpClient.queueing(
                            NetworkAccess.system(), SHORT, LONG, Clock.systemUTC())
                    .scopedTo(url);
            assertThat(client.withSingleUseDeadline(LONG)
                            .post(url, new byte[0], Map.of())
                            .text())
                    .isEqualTo("x");
            assertThatThrownBy(() -> client.post(url, new byte[0], Map.of()))
                    .isInstanceOfSatisfying(
                            ExchangeException.class,
                            e -> assertThat(e.isUnsent()).isFalse())
                    .hasMessage("no complete response within 400 ms");
        }
    }

    private static URI local(String path, TestWeb web, TestWeb.Page page) {
        String site = "localhost:" + web.port() + path;
        web.page(site, page);
        return URI.create("http://" + site);
    }

    private static void awaitThrough(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void certificateOfAnotherHostIsRefused() {
        web.page("other.example.com/page", 200, "x");
        assertThatThrownBy(() -> http.getJson(URI.create("https://other.example.com/page")))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("TLS handshake failed");
        assertThat(web.requests).isEmpty();
    }

    @Test
    void untrustedCertificateIsRefused() {
        NetworkAccess strict = new NetworkAccess(
                web.network().lookup(),
                web.network().dialer(),
                NetworkAccess.system().tls());
        assertThatThrownBy(() -> new SsrfSafeHttpClient(strict, LONG, NetworkPolicy.PUBLIC).getJson(PAGE))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.isUnsent()).isTrue())
                .hasMessageContaining("TLS handshake failed");
        assertThat(web.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "169.254.169.254",
                "::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "192.168.1.1",
                "fd00::1",
                "fe80::1",
                "0.0.0.0",
                "2002:a00:1::"
            })
    void hostWithASpecialAddressIsNotConnectedTo(String address) {
        web.names.put("alice.example.com", List.of(address));
        for (NetworkPolicy policy : NetworkPolicy.values()) {
            assertThatThrownBy(() -> new SsrfSafeHttpClient(web.network(), LONG, policy).getJson(PAGE))
                    .isInstanceOfSatisfying(
                            ExchangeException.class,
                            e -> assertThat(e.isTransient()).isFalse())
                    .hasMessageContaining("not public")
                    .hasMessageNotContaining(address);
        }
        assertThat(web.dialed).isEmpty();
    }

    @Test
    void oneSpecialAddressAmongPublicOnesIsRefused() {
        web.names.put("alice.example.com", List.of(TestWeb.PUBLIC, "10.0.0.1"));
        assertThatThrownBy(() -> http.getJson(PAGE)).hasMessageContaining("not public");
        assertThat(web.dialed).isEmpty();
    }

    @Test
    void dnsRebindingHasNoEffect() throws Exception {
        web.page(SITE_PAGE, 200, "x");
        AtomicInteger lookups = new AtomicInteger();
        HostLookup rebinding = host ->
                new InetAddress[] {InetAddress.getByName(lookups.incrementAndGet() == 1 ? TestWeb.PUBLIC : "127.0.0.1")
                };
        NetworkAccess network = new NetworkAccess(
                rebinding, web.network().dialer(), web.network().tls());
        SsrfSafeHttpClient rebound = new SsrfSafeHttpClient(network, LONG, NetworkPolicy.PUBLIC);
        assertThat(rebound.getJson(PAGE).status()).isEqualTo(200);
        assertThat(lookups).hasValue(1);
        assertThatThrownBy(() -> rebound.getJson(PAGE)).hasMessageContaining("not public");
        assertThat(web.dialed).containsExactly(TestWeb.PUBLIC + ":443");
    }

    /** More addresses than are tried: a broken IPv6 network must not use them up. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void nextAddressIsUsedIfOthersDoNotConnect(int dead) throws Exception {
        web.page(SITE_PAGE, 200, "x");
        List<String> addresses = new ArrayList<>();
        for (int i = 1; i <= dead; i++) {
            addresses.add("2606:4700::111" + i);
        }
        addresses.add(TestWeb.PUBLIC);
        web.names.put("alice.example.com", addresses);
        Dialer dialer = (socket, address, limit) -> {
            if (address.getAddress().getAddress().length == 16) {
                throw new NoRouteToHostException();
            }
            web.network().dialer().connect(socket, address, limit);
        };
        NetworkAccess network =
                new NetworkAccess(web.network().lookup(), dialer, web.network().tls());
        assertThat(new SsrfSafeHttpClient(network, LONG, NetworkPolicy.PUBLIC)
                        .getJson(PAGE)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://alice.example.com/",
                "https://93.184.215.14/",
                "https://[2606:4700::1111]/",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://localhost/",
                "https://pds/",
                "http://localhost/",
                "http://127.0.0.1/",
                "https://u:p@alice.example.com/",
                "ftp://alice.example.com/",
                "file:///etc/passwd",
                "alice.example.com",
                "https:///x",
                "https://alice.example.com./",
                "https://alice.example.com:0/",
                "https://alice.example.com:99999/",
                "https://alice.example.com/\ud800",
                "https://alice.example.com/?\udc00"
            })
    void otherUrlsAreRefusedBeforeTheLookup(String url) {
        assertThatThrownBy(() -> http.getJson(URI.create(url)))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("request not sent");
        assertThat(web.lookups).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void developmentAllowsThisMachineByHttp(String host) throws Exception {
        try (TestWeb local = TestWeb.http()) {
            local.page(host + ":" + local.port() + "/page?q=1", 200, "x");
            URI url = URI.create("http://" + host + ":" + local.port() + "/page?q=1");
            assertThat(new SsrfSafeHttpClient(LONG, NetworkPolicy.DEVELOPMENT)
                            .getJson(url)
                            .text())
                    .isEqualTo("x");
            assertThatThrownBy(() -> new SsrfSafeHttpClient(LONG, NetworkPolicy.PUBLIC).getJson(url))
                    .hasMessageContaining("request not sent");
        }
    }

    @Test
    void developmentKnowsTheLoopbackAddressOfIpv6() throws Exception {
        RequestTarget target = RequestTarget.of(URI.create("http://[::1]:2583/a%20b?c=d"), NetworkPolicy.DEVELOPMENT);
        assertThat(target).isEqualTo(new RequestTarget("::1", 2583, "[::1]:2583", "/a%20b?c=d", true));
        assertThat(target.allows(InetAddress.getByName("::1"))).isTrue();
    }

    @Test
    void developmentAllowsNothingElse() {
        SsrfSafeHttpClient development = new SsrfSafeHttpClient(web.network(), LONG, NetworkPolicy.DEVELOPMENT);
        for (String url : List.of(
                "http://alice.example.com/",
                "http://10.0.0.1/",
                "https://10.0.0.1/",
                "http://127.0.0.2/",
                "http://[::2]/",
                "https://localhost/")) {
            assertThatThrownBy(() -> development.getJson(URI.create(url))).hasMessageContaining("request not sent");
        }
        web.names.put("localhost", List.of("10.0.0.1"));
        assertThatThrownBy(() -> development.getJson(URI.create("http://localhost/")))
                .hasMessageContaining("not a loopback address");
        assertThat(web.dialed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsNotFollowed(int status) throws Exception {
        web.page(
                SITE_PAGE,
                out -> out.write(TestWeb.ascii("HTTP/1.1 " + status
                        + " Moved\r\nLocation: https://alice.example.com/elsewhere\r\nContent-Length: 0\r\n\r\n")));
        assertThat(http.getJson(PAGE).status()).isEqualTo(status);
        assertThat(http.postForm(PAGE, Map.of(), Map.of()).status()).isEqualTo(status);
        assertThat(web.requests).containsExactly(SITE_PAGE, SITE_PAGE);
    }

    @Test
    void hundredMegabytesAreNotRead() {
        AtomicInteger sent = new AtomicInteger();
        web.page(SITE_PAGE, out -> {
            out.write(TestWeb.ascii("HTTP/1.1 200 OK\r\n\r\n"));
            byte[] block = new byte[64 * 1024];
            for (int i = 0; i < 1600; i++) {
                out.write(block);
                sent.incrementAndGet();
            }
        });
        assertThatThrownBy(() -> http.getJson(PAGE)).hasMessageContaining("larger than 524288 bytes");
        assertThat(sent.get()).isLessThan(800);
    }

    @Test
    void drippingBodyEndsAtTheResponseTimeout() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (TestWeb local = TestWeb.http()) {
            local.page("localhost:" + local.port() + "/page", out -> {
                try {
                    begun.countDown();
                    out.write(TestWeb.ascii("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
                    while (!local.closing.await(20, TimeUnit.MILLISECONDS)) {
                        out.write('x');
                        out.flush();
                    }
                } finally {
                    ended.countDown();
                }
            });
            SsrfSafeHttpClient development = new SsrfSafeHttpClient(Duration.ofSeconds(1), NetworkPolicy.DEVELOPMENT);
            assertEndsInTime(development, URI.create("http://localhost:" + local.port() + "/page"));
            assertThat(begun.getCount()).isZero();
            // The connection has been closed too.
            await().until(() -> ended.getCount() == 0);
            await().until(() -> development.executor().activeCount() == 0);
        }
    }

    @Test
    void silentServerEndsAtTheTimeout() throws Exception {
        // The first TLS handshake is slow.
        http.getJson(URI.create("https://alice.example.com/"));
        web.page(SITE_PAGE, out -> web.closing.await());
        assertEndsInTime(impatient, PAGE);
        await().until(() -> impatient.executor().activeCount() == 0);
    }

    @Test
    void silentTlsEndsAtTheTimeout() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Dialer dialer = (socket, address, limit) -> socket.connect(mute.getLocalSocketAddress(), limit);
            NetworkAccess network = new NetworkAccess(
                    web.network().lookup(), dialer, web.network().tls());
            SsrfSafeHttpClient http = new SsrfSafeHttpClient(network, SHORT, NetworkPolicy.PUBLIC);
            assertThatThrownBy(() -> http.getJson(PAGE)).hasMessageContaining("within 400 ms");
            await().until(() -> http.executor().activeCount() == 0);
        }
    }

    @Test
    void hangingLookupEndsAtTheTimeout() {
        HostLookup hanging = host -> {
            try {
                web.closing.await();
            } catch (InterruptedException e) {
                // Like the system's lookup, which cannot be interrupted.
            }
            throw new UnknownHostException(host);
        };
        NetworkAccess network =
                new NetworkAccess(hanging, web.network().dialer(), web.network().tls());
        SsrfSafeHttpClient http = new SsrfSafeHttpClient(network, SHORT, NetworkPolicy.PUBLIC);
        assertThatThrownBy(() -> http.getJson(PAGE)).hasMessageContaining("within 400 ms");
    }

    private static void assertEndsInTime(SsrfSafeHttpClient http, URI url) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> http.getJson(url))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining(
                        "no complete response within " + http.timeout().toMillis() + " ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void interruptedCallerReturnsAtOnce() throws Exception {
        web.page(SITE_PAGE, out -> web.closing.await());
        CompletableFuture<Throwable> result = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                http.getJson(PAGE);
            } catch (IOException e) {
                result.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("flag lost"));
            }
        });
        caller.start();
        await().until(() -> web.requestsTo(SITE_PAGE) == 1);
        caller.interrupt();
        assertThat(result.get()).hasMessageContaining("interrupted");
        await().until(() -> http.executor().activeCount() == 0);
    }

    @Test
    void postIsSentOnceEvenIfTheServerHangsUp() {
        web.page(SITE_PAGE, out -> {});
        assertThatThrownBy(() -> http.postForm(PAGE, Map.of("code", "1"), Map.of()))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.isTransient()).isTrue());
        assertThat(web.requestsTo(SITE_PAGE)).isEqualTo(1);
    }

    @Test
    void errorOfAPostKeepsItsBody() throws Exception {
        web.page(SITE_PAGE, 401, "{\"error\":\"invalid_client\"}");
        HttpResponse response = http.postForm(PAGE, Map.of("a", "b c&d"), Map.of("DPoP", "proof"));
        assertThat(response.summary()).isEqualTo("HTTP 401 invalid_client");
    }

    @Test
    void applicationCookiesAndCredentialsAreNotSent() throws Exception {
        CookieHandler cookies = CookieHandler.getDefault();
        try (TestWeb local = TestWeb.http()) {
            AtomicInteger used = new AtomicInteger();
            CookieHandler.setDefault(new CookieManager() {
                @Override
                public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                    used.incrementAndGet();
                    return Map.of("Cookie", List.of("a=b"));
                }
            });
            Authenticator.setDefault(new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    used.incrementAndGet();
                    return new PasswordAuthentication("u", "p".toCharArray());
                }
            });
            String host = "localhost:" + local.port();
            local.page(
                    host + "/page",
                    out -> out.write(TestWeb.ascii(
                            "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nSet-Cookie: c=d\r\n\r\n")));
            SsrfSafeHttpClient development = new SsrfSafeHttpClient(LONG, NetworkPolicy.DEVELOPMENT);
            assertThat(development
                            .getJson(URI.create("http://" + host + "/page"))
                            .status())
                    .isEqualTo(401);
            assertThat(local.requests).hasSize(1);
            assertThat(used).hasValue(0);
        } finally {
            CookieHandler.setDefault(cookies);
            Authenticator.setDefault(null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "content-length", "Transfer-Encoding", "X Y", "X\r\nY", ""})
    void headersThatWouldChangeTheRequestAreRefused(String name) {
        assertThatThrownBy(() -> http.postForm(PAGE, Map.of(), Map.of(name, "1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valueThatWouldEndAHeaderIsRefusedAndNotShown() {
        assertThatThrownBy(() -> http.postForm(PAGE, Map.of(), Map.of("DPoP", "secret\r\nX: y")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void serverTextIsNotInTheMessage() {
        web.page(SITE_PAGE, out -> out.write(TestWeb.ascii("secret secret secret\r\n\r\n")));
        assertThatThrownBy(() -> http.getJson(PAGE))
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void unknownHostIsReported() {
        web.names.put("alice.example.com", List.of());
        assertThatThrownBy(() -> http.getJson(PAGE)).hasMessage("unknown host");
    }
}
