package dev.idiolect.oauth.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
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
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * An HttpClient for one exchange. It has no other connection than the one that it opens, so nothing can be reused, and it
 * connects only to addresses that were checked. A shared client would be closed for good by the first {@link Error}.
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
    private final BeforeSending beforeSending;
    private final HttpClient client;
    private InetAddress[] addresses = {};
    private long connectBy;

    /** The last check before a request is written. */
    @FunctionalInterface
    interface BeforeSending {

        void check() throws IOException;
    }

    ExchangeClient(NetworkAccess network, RequestTarget target, BeforeSending beforeSending) {
        this.network = network;
        this.target = target;
        this.beforeSending = beforeSending;
        this.client = build();
    }

    private HttpClient build() {
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                new CheckedConnections(),
                PoolConcurrencyPolicy.STRICT,
                PoolReusePolicy.LIFO,
                TimeValue.NEG_ONE_MILLISECOND,
                socket -> new UnloggedConnection());
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setRequestExecutor(new CheckedExecutor())
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

    /**
     * Sends a request at most once.
     *
     * @param addresses the only addresses to connect to, at least one
     * @param connectBy when the connection must be there, by {@link System#nanoTime()}
     * @return the response, its body still on the connection
     */
    ClassicHttpResponse send(HttpUriRequestBase request, InetAddress[] addresses, long connectBy) throws IOException {
        this.addresses = Arrays.copyOf(addresses, Math.min(addresses.length, MAX_ADDRESSES));
        this.connectBy = connectBy;
        HttpHost host = new HttpHost(target.local() ? "http" : "https", target.host(), target.port());
        return client.executeOpen(host, request, null);
    }

    private SSLSocket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) network.tls().get().createSocket(socket, target.host(), target.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /**
     * Connects to the checked addresses, past every proxy setting of the JVM. Each address gets an equal share of the time that
     * is left, so that one that swallows packets leaves time for the next. HttpClient's own operator gives all of it to each, and
     * needs the module jdk.net, which WildFly does not show to applications.
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
                // Before it is connected, so that closing the connection ends connecting, too.
                connection.bind(socket);
                try {
                    socket.setTcpNoDelay(true);
                    int share = Math.max(1, millisLeft() / (addresses.length - i));
                    network.dialer().connect(socket, new InetSocketAddress(addresses[i], target.port()), share);
                    if (!target.local()) {
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

        @Override
        public void upgrade(ManagedHttpClientConnection connection, HttpHost host, @Nullable HttpContext context) {
            throw new UnsupportedOperationException("No connection is upgraded");
        }
    }

    private final class CheckedExecutor extends HttpRequestExecutor {

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            beforeSending.check();
            return super.execute(request, connection, information, context);
        }
    }

    private int millisLeft() throws IOException {
        // Rounded up, so that no millisecond is left when another thread still sees a part of it.
        long left = TimeUnit.NANOSECONDS.toMillis(connectBy - System.nanoTime() + 999_999);
        if (left <= 0) {
            throw new SocketTimeoutException("no time left to connect");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
