package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections as seen by a server that keeps each of them open. */
@Timeout(30)
class ConnectionTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n";

    private final SsrfSafeHttpClient http = new SsrfSafeHttpClient(LIMIT, NetworkPolicy.DEVELOPMENT);
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<List<String>> heads = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket listener;
    private URI url;
    private TestWeb.Page response = out -> out.write(TestWeb.ascii(OK + "\r\n{}"));

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        url = URI.create("http://localhost:" + listener.getLocalPort() + "/a//b?c=%20d");
        threads.execute(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    connections.add(socket);
                    threads.execute(() -> serve(socket));
                } catch (IOException e) {
                    // Closed.
                }
            }
        });
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            List<String> head = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isEmpty()) {
                    head.add(line);
                    continue;
                }
                heads.add(List.copyOf(head));
                head.clear();
                response.write(socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The client went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() throws IOException {
        closing.countDown();
        listener.close();
        for (Socket socket : connections) {
            socket.close();
        }
        threads.shutdownNow();
    }

    @Test
    void singleUseTokensGoOverConnectionsOfTheirOwn() throws Exception {
        response = out -> out.write(TestWeb.ascii(OK + "Connection: keep-alive\r\nKeep-Alive: timeout=60\r\n\r\n{}"));
        http.getJson(url);
        for (int i = 0; i < 3; i++) {
            HttpResponse received = http.withSingleUseDeadline(LIMIT).post(url, new byte[0], Map.of());
            assertThat(received.text()).isEqualTo("{}");
            http.getJson(url);
        }
        assertThat(heads).hasSize(7);
        assertThat(connections).hasSize(7);
    }

    @Test
    void requestHasOnlyTheExpectedHeaders() throws Exception {
        http.postForm(url, Map.of(), Map.of("DPoP", "proof"));
        assertThat(heads.get(0).get(0)).isEqualTo("POST /a//b?c=%20d HTTP/1.1");
        assertThat(heads.get(0).subList(1, heads.get(0).size()))
                .containsExactlyInAnyOrder(
                        "Host: localhost:" + listener.getLocalPort(),
                        "User-Agent: idiolect-oauth",
                        "Accept-Encoding: identity",
                        "Connection: close",
                        "DPoP: proof",
                        "Content-Type: application/x-www-form-urlencoded",
                        "Accept: application/json",
                        "Content-Length: 0");
        http.getJson(url);
        assertThat(heads.get(1).get(0)).isEqualTo("GET /a//b?c=%20d HTTP/1.1");
        assertThat(heads.get(1)).hasSize(6);
    }

    @Test
    void logsAtAnyLevelHoldNoToken() throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(new SimpleFormatter().format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        Logger logger = Logger.getLogger("org.apache.hc");
        Level level = logger.getLevel();
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
        try {
            response = out -> out.write(TestWeb.ascii(OK + "X: token-received\r\n\r\n{}"));
            http.postForm(url, Map.of("refresh_token", "token-sent"), Map.of("DPoP", "token-of-header"));
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(level);
        }
        assertThat(logged).isNotEmpty().noneMatch(line -> line.contains("token-"));
    }

    @Test
    void redirectIsReturnedAsItIs() throws Exception {
        response = out -> out.write(
                TestWeb.ascii("HTTP/1.1 307 Moved\r\nLocation: " + url + "\r\nContent-Length: 4\r\n\r\nmore"));
        HttpResponse received = http.post(url, new byte[] {'1'}, Map.of());
        assertThat(received.status()).isEqualTo(307);
        assertThat(received.header("Location")).isEqualTo(url.toString());
        assertThat(received.text()).isEqualTo("more");
        assertThat(heads).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407, 408, 421, 425, 429, 503})
    void noStatusIsRetried(int status) throws Exception {
        response = out -> out.write(
                TestWeb.ascii(
                        "HTTP/1.1 " + status + " No\r\nRetry-After: 0\r\n"
                                + "WWW-Authenticate: Basic realm=x\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 2\r\n\r\n{}"));
        assertThat(http.post(url, new byte[] {'1'}, Map.of()).status()).isEqualTo(status);
        assertThat(heads).hasSize(1);
    }

    @Test
    void noProxyOfTheJvmIsUsed() throws Exception {
        List<URI> selected = new CopyOnWriteArrayList<>();
        ProxySelector before = ProxySelector.getDefault();
        List<String> properties = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost", "http.nonProxyHosts");
        try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                TestWeb web = TestWeb.https()) {
            ProxySelector.setDefault(new ProxySelector() {
                @Override
                public List<Proxy> select(URI uri) {
                    selected.add(uri);
                    return List.of(new Proxy(Proxy.Type.SOCKS, proxy.getLocalSocketAddress()));
                }

                @Override
                public void connectFailed(URI uri, SocketAddress address, IOException e) {}
            });
            String port = Integer.toString(proxy.getLocalPort());
            properties.forEach(name -> System.setProperty(name, name.endsWith("Hosts") ? "" : "127.0.0.1"));
            List.of("http.proxyPort", "https.proxyPort", "socksProxyPort")
                    .forEach(name -> System.setProperty(name, port));
            assertThat(http.getJson(url).text()).isEqualTo("{}");
            web.page("alice.example.com/page", 200, "x");
            assertThat(web.client(LIMIT, NetworkPolicy.PUBLIC)
                            .getJson(URI.create("https://alice.example.com/page"))
                            .text())
                    .isEqualTo("x");
            assertThat(selected).isEmpty();
        } finally {
            ProxySelector.setDefault(before);
            properties.forEach(System::clearProperty);
            List.of("http.proxyPort", "https.proxyPort", "socksProxyPort").forEach(System::clearProperty);
        }
    }

    @Test
    void wholeResponseIsNotHeldUpByTheOpenConnection() throws Exception {
        response = out -> out.write(
                TestWeb.ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nTrailer: half"));
        long start = System.nanoTime();
        assertThat(http.getJson(url).text()).isEqualTo("{}");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.dividedBy(2));
    }

    @Test
    void bareLineFeedsEndLines() throws Exception {
        response = out -> out.write(TestWeb.ascii("HTTP/1.1 200\nContent-Length: 2\nDPoP-Nonce: n\n\n{}"));
        assertThat(http.getJson(url).header("DPoP-Nonce")).isEqualTo("n");
    }

    @Test
    void protocolSwitchIsRefused() {
        response = out -> out.write(TestWeb.ascii("HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n" + OK + "\r\n{}"));
        assertThatThrownBy(() -> http.getJson(url))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("not valid HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "HTTP/1.1 103 Early Hints\r\n\r\n", "A: b\r\n"})
    void drippingHeadEndsAtTheTimeout(String drop) {
        response = out -> drip(out, drop.length() > 10 ? "" : "HTTP/1.1 200 OK\r\n", drop);
        SsrfSafeHttpClient impatient = new SsrfSafeHttpClient(Duration.ofSeconds(1), NetworkPolicy.DEVELOPMENT);
        assertThatThrownBy(() -> impatient.getJson(url)).hasMessage("no complete response within 1000 ms");
        await().until(() -> impatient.executor().activeCount() == 0);
    }

    private void drip(OutputStream out, String first, String drop) throws IOException, InterruptedException {
        out.write(TestWeb.ascii(first));
        while (!closing.await(20, TimeUnit.MILLISECONDS)) {
            out.write(TestWeb.ascii(drop));
            out.flush();
        }
    }

    @Test
    void firstAddressLeavesTimeForTheNext() throws Exception {
        List<Integer> shares = new CopyOnWriteArrayList<>();
        Dialer dialer = (socket, address, timeout) -> {
            shares.add(timeout);
            if (shares.size() == 1) {
                throw new SocketTimeoutException("connect timed out");
            }
            socket.connect(address, timeout);
        };
        InetAddress[] twice = {InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.1")};
        NetworkAccess network =
                new NetworkAccess(host -> twice, dialer, NetworkAccess.system().tls());
        assertThat(new SsrfSafeHttpClient(network, LIMIT, NetworkPolicy.DEVELOPMENT)
                        .getJson(url)
                        .text())
                .isEqualTo("{}");
        assertThat(shares).hasSize(2);
        assertThat(shares.get(0)).isBetween(1, (int) LIMIT.toMillis() / 2);
        assertThat(shares.get(1)).isGreaterThan((int) LIMIT.toMillis() / 2);
    }

    /** The caller gives up at each stage of connecting; nothing is connected or sent afterwards. */
    @ParameterizedTest
    @ValueSource(strings = {"lookup", "connect", "connected"})
    void abortedExchangeSendsNothing(String stage) throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch aborted = new CountDownLatch(1);
        HostLookup lookup = host -> {
            pause("lookup".equals(stage), reached, aborted);
            return InetAddress.getAllByName(host);
        };
        Dialer dialer = (socket, address, timeout) -> {
            pause("connect".equals(stage), reached, aborted);
            socket.connect(address, timeout);
            pause("connected".equals(stage), reached, aborted);
        };
        NetworkAccess network =
                new NetworkAccess(lookup, dialer, NetworkAccess.system().tls());
        Exchange exchange = new Exchange(
                network,
                RequestTarget.of(url, NetworkPolicy.DEVELOPMENT),
                new OutgoingRequest("POST", Map.of(), new byte[0]),
                Timeouts.of(LIMIT));
        Future<HttpResponse> outcome = threads.submit(exchange);
        reached.await();
        int expected = "connected".equals(stage) ? 1 : 0;
        // The server counts a connection when it accepts it, which may be after the client has connected.
        await().untilAsserted(() -> assertThat(connections).hasSize(expected));
        exchange.abort();
        aborted.countDown();
        assertThatThrownBy(outcome::get).isInstanceOf(ExecutionException.class);
        assertThat(heads).isEmpty();
        assertThat(connections).hasSize(expected);
    }

    /** A cancellation that HttpClient passes on before there is a connection to close. */
    @Test
    void cancelJustBeforeConnectingConnectsToNothing() throws Exception {
        List<InetAddress> dialed = new CopyOnWriteArrayList<>();
        Dialer dialer = (socket, address, timeout) -> {
            dialed.add(address.getAddress());
            socket.connect(address, timeout);
        };
        NetworkAccess network = new NetworkAccess(
                InetAddress::getAllByName, dialer, NetworkAccess.system().tls());
        HttpUriRequestBase request = new HttpUriRequestBase("POST", url) {
            private static final long serialVersionUID = 1L;
            private boolean checked;

            @Override
            public boolean isCancelled() {
                boolean cancelled = checked;
                checked = true;
                return cancelled;
            }
        };
        RequestTarget target = RequestTarget.of(url, NetworkPolicy.DEVELOPMENT);
        ExchangeClient client = new ExchangeClient(network, target, request, () -> {});
        InetAddress[] addresses = {InetAddress.getByName("127.0.0.1")};
        assertThatThrownBy(() -> client.send(addresses, System.nanoTime() + LIMIT.toNanos()))
                .isInstanceOf(IOException.class);
        assertThat(dialed).isEmpty();
    }

    private static void pause(boolean here, CountDownLatch reached, CountDownLatch until) {
        if (here) {
            reached.countDown();
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
