package dev.idiolect.oauth.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * An HttpClient for one exchange. It connects only to checked addresses and never reuses a connection. HttpClient
 * instances are not shared, because the first {@link Error} closes an instance permanently.
 */
final class ExchangeClient {

    private static final int MAX_ADDRESSES = 6;

    private static final RequestConfig PLAIN = RequestConfig.custom()
            .setAuthenticationEnabled(false)
            .setExpectContinueEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .setRedirectsEnabled(false)
            .build();

    private final NetworkAccess network;
    private final RequestTarget target;
    private final HttpUriRequestBase request;
    private final HttpClient client;
    private InetAddress[] addresses = {};
    private long connectDeadline;

    /** Runs when the connection is open, just before the request is written. */
    @FunctionalInterface
    interface BeforeSending {

        void check() throws IOException;
    }

    ExchangeClient(
            NetworkAccess network, RequestTarget target, HttpUriRequestBase request, BeforeSending beforeSending) {
        this.network = network;
        this.target = target;
        this.request = request;
        this.client = HttpClientBuilder.create()
                // BasicHttpClientConnectionManager holds a lock while it connects, and cancel() would wait for it.
                .setConnectionManager(new PoolingHttpClientConnectionManager(
                        new CheckedConnections(),
                        PoolConcurrencyPolicy.STRICT,
                        PoolReusePolicy.LIFO,
                        TimeValue.NEG_ONE_MILLISECOND,
                        socket -> new UnloggedConnection()))
                .setConnectionReuseStrategy((sent, response, context) -> false)
                .addRequestInterceptorLast((outgoing, entity, context) -> {
                    // Set last, after HttpClient has logged the URL: a hostile server can put a token into it.
                    outgoing.setPath(target.path());
                    beforeSending.check();
                })
                .setDefaultRequestConfig(PLAIN)
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableConnectionState()
                .disableContentCompression()
                .disableCookieManagement()
                .disableDefaultUserAgent()
                .disableRedirectHandling()
                .build();
    }

    /** Converts a request to HttpClient's type. */
    static HttpUriRequestBase request(OutgoingRequest outgoing, RequestTarget target) {
        HttpUriRequestBase request = new HttpUriRequestBase(outgoing.method(), target.root());
        request.addHeader("User-Agent", "idiolect-oauth");
        request.addHeader("Accept-Encoding", "identity");
        request.addHeader("Connection", "close");
        outgoing.headers().forEach(request::addHeader);
        if (outgoing.method().equals("POST")) {
            request.setEntity(new ByteArrayEntity(outgoing.body(), null));
        }
        return request;
    }

    /**
     * Sends the request at most once.
     *
     * @param addresses the only addresses to connect to, at least one
     * @param connectDeadline by {@link System#nanoTime()}
     * @return the response; its body is still on the connection
     */
    ClassicHttpResponse send(InetAddress[] addresses, long connectDeadline) throws IOException {
        this.addresses = alternating(addresses);
        this.connectDeadline = connectDeadline;
        HttpHost host = new HttpHost(target.loopback() ? "http" : "https", target.host(), target.port());
        return client.executeOpen(host, request, null);
    }

    /**
     * Returns the addresses with IPv6 and IPv4 alternating (RFC 8305 section 4), so that the limit excludes neither.
     */
    static InetAddress[] alternating(InetAddress[] addresses) {
        Queue<InetAddress> first = new ArrayDeque<>();
        Queue<InetAddress> second = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            (address.getClass() == addresses[0].getClass() ? first : second).add(address);
        }
        List<InetAddress> result = new ArrayList<>();
        while (result.size() < MAX_ADDRESSES && !(first.isEmpty() && second.isEmpty())) {
            boolean firstIsNext = second.isEmpty() || (result.size() % 2 == 0 && !first.isEmpty());
            result.add((firstIsNext ? first : second).remove());
        }
        return result.toArray(InetAddress[]::new);
    }

    /**
     * Connects to the checked addresses, ignoring the JVM's proxy settings. Each address gets an equal share of the
     * remaining time, so one that drops packets leaves time for the next. HttpClient's own operator gives each address
     * the full time, and needs the module jdk.net, which WildFly hides from applications.
     */
    private final class CheckedConnections implements HttpClientConnectionOperator {

        @Override
        public void connect(
                ManagedHttpClientConnection connection,
                HttpHost host,
                @Nullable InetSocketAddress localAddress,
                @Nullable TimeValue timeout,
                @Nullable SocketConfig config,
                @Nullable HttpContext context)
                throws IOException {
            for (int i = 0; ; i++) {
                Socket socket = new Socket(Proxy.NO_PROXY);
                // Bound before it connects, so that closing the connection also ends a connection attempt.
                connection.bind(socket);
                if (request.isCancelled()) {
                    // A cancel() before bind() closed nothing, and a TLS handshake has no timeout.
                    socket.close();
                    throw new IOException("cancelled");
                }
                try {
                    socket.setTcpNoDelay(true);
                    int share = Math.max(1, millisLeft() / (addresses.length - i));
                    network.dialer().connect(socket, new InetSocketAddress(addresses[i], target.port()), share);
                    if (!target.loopback()) {
                        connection.bind(secured(socket), socket);
                    }
                    return;
                } catch (IOException e) {
                    socket.close();
                    if (i + 1 == addresses.length) {
                        throw e;
                    }
                }
            }
        }

        private SSLSocket secured(Socket socket) throws IOException {
            SSLSocket secured =
                    (SSLSocket) network.tls().get().createSocket(socket, target.host(), target.port(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        }

        private int millisLeft() throws IOException {
            // Rounded up: the caller's wait must not end before this one.
            long left = TimeUnit.NANOSECONDS.toMillis(connectDeadline - System.nanoTime() + 999_999);
            if (left <= 0) {
                throw new SocketTimeoutException("no time left to connect");
            }
            return (int) Math.min(left, Integer.MAX_VALUE);
        }

        @Override
        public void upgrade(ManagedHttpClientConnection connection, HttpHost host, @Nullable HttpContext context) {
            throw new UnsupportedOperationException("Connections are not upgraded");
        }
    }
}
