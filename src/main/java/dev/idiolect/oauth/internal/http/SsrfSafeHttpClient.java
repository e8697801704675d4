package dev.idiolect.oauth.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * An HTTP client for servers whose addresses come from untrusted input. Each request is sent once, over {@code https}, to a
 * public address, on a new connection. The client does not follow redirects, and does not use the application's
 * cookies, credentials, caches or proxies. Time and size limits cover the whole response. Safe for use by many threads.
 *
 * <p>Based on Apache HttpClient 5, with its header and wire logs disabled.
 */
public final class SsrfSafeHttpClient {

    /** A timeout that suits most servers. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Response timeout for requests that consume a single-use token: the server may already have rotated it, and only this
     * response carries the new one.
     */
    public static final Duration SINGLE_USE_RESPONSE_TIMEOUT = Duration.ofSeconds(80);

    // Set by HttpClient or by this class.
    private static final Set<String> RESERVED_HEADERS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "accept-encoding", "expect");

    private final NetworkAccess network;
    private final Timeouts timeouts;
    private final Duration singleUseResponseTimeout;
    private final NetworkPolicy policy;
    private final BoundedExecutor executor;

    /**
     * Creates a client that rejects requests when too many are in progress. Use it for requests that unauthenticated
     * users can trigger.
     *
     * @param timeout one limit for connecting, and the same again for the response; must be positive
     */
    public SsrfSafeHttpClient(Duration timeout, NetworkPolicy policy) {
        this(NetworkAccess.system(), timeout, policy);
    }

    SsrfSafeHttpClient(NetworkAccess network, Duration timeout, NetworkPolicy policy) {
        this(network, Timeouts.of(timeout), SINGLE_USE_RESPONSE_TIMEOUT, policy, new BoundedExecutor(Duration.ZERO));
    }

    private SsrfSafeHttpClient(
            NetworkAccess network,
            Timeouts timeouts,
            Duration singleUseResponseTimeout,
            NetworkPolicy policy,
            BoundedExecutor executor) {
        this.network = network;
        this.timeouts = timeouts;
        this.singleUseResponseTimeout = singleUseResponseTimeout;
        this.policy = policy;
        this.executor = executor;
    }

    /**
     * Returns a client for public addresses that queues requests when too many are in progress. Use it for requests
     * that the application itself triggers.
     *
     * @param timeout limit for waiting in the queue, for connecting, and for the response, each; must be positive
     */
    public static SsrfSafeHttpClient queueing(Duration timeout) {
        return queueing(NetworkAccess.system(), timeout, SINGLE_USE_RESPONSE_TIMEOUT);
    }

    static SsrfSafeHttpClient queueing(NetworkAccess network, Duration timeout, Duration singleUseResponseTimeout) {
        return new SsrfSafeHttpClient(
                network,
                Timeouts.of(timeout),
                singleUseResponseTimeout,
                NetworkPolicy.PUBLIC,
                new BoundedExecutor(timeout));
    }

    /**
     * Returns a client for requests to a server and to the servers that its metadata names. Only a server at a loopback
     * {@code http} URL may name servers on this machine.
     */
    public SsrfSafeHttpClient scopedTo(URI server) {
        return new SsrfSafeHttpClient(
                network, timeouts, singleUseResponseTimeout, NetworkPolicy.ofServer(server), executor);
    }

    /**
     * Returns a client for requests that consume a single-use token. A request is sent within {@code limit} from now or
     * not at all, and its response may take longer ({@link #SINGLE_USE_RESPONSE_TIMEOUT}).
     */
    public SsrfSafeHttpClient withSingleUseDeadline(Duration limit) {
        return new SsrfSafeHttpClient(
                network,
                timeouts.withSingleUseDeadline(limit, singleUseResponseTimeout),
                singleUseResponseTimeout,
                policy,
                executor);
    }

    /** Returns whether the deadline of {@link #withSingleUseDeadline} has passed. */
    public boolean isTooLate() {
        return timeouts.isTooLate();
    }

    /** Returns the limit for connecting. */
    public Duration timeout() {
        return timeouts.connect();
    }

    /** Returns the executor that runs the requests, for other blocking tasks. */
    public BoundedExecutor executor() {
        return executor;
    }

    /**
     * Fetches a document.
     *
     * @param accept the value of the {@code Accept} header
     * @return the response, whatever its status
     * @throws ExchangeException if the request was not sent or has no complete response
     */
    public HttpResponse get(URI url, String accept) throws ExchangeException {
        return send("GET", url, Map.of("Accept", accept), new byte[0]);
    }

    /** Fetches a JSON document; see {@link #get}. */
    public HttpResponse getJson(URI url) throws ExchangeException {
        return get(url, "application/json");
    }

    /** Posts a form; see {@link #post}. */
    public HttpResponse postForm(URI url, Map<String, String> form, Map<String, String> headers)
            throws ExchangeException {
        String body = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return post(url, body.getBytes(StandardCharsets.US_ASCII), all);
    }

    /**
     * Posts a body and accepts JSON.
     *
     * @param headers additional headers
     * @return the response, whatever its status
     * @throws ExchangeException if the request was not sent or has no complete response
     */
    public HttpResponse post(URI url, byte[] body, Map<String, String> headers) throws ExchangeException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept", "application/json");
        return send("POST", url, all, body);
    }

    private HttpResponse send(String method, URI url, Map<String, String> headers, byte[] body)
            throws ExchangeException {
        RequestTarget target = RequestTarget.of(url, policy);
        Exchange exchange = new Exchange(network, target, request(method, target, headers, body), timeouts);
        Future<HttpResponse> response = executor.submit(exchange, timeouts.start());
        try {
            return exchange.await(response);
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExchangeException("interrupted while waiting for the response", true, e);
        } finally {
            // Not Thread.interrupt(): an interrupt during class loading makes the class permanently unusable.
            exchange.abort();
        }
    }

    private static HttpUriRequestBase request(
            String method, RequestTarget target, Map<String, String> headers, byte[] body) {
        HttpUriRequestBase request = new HttpUriRequestBase(method, target.root());
        request.addHeader("User-Agent", "idiolect-oauth");
        request.addHeader("Accept-Encoding", "identity");
        request.addHeader("Connection", "close");
        headers.forEach((name, value) -> {
            boolean clean = name.matches("[A-Za-z0-9-]+") && value.matches("[\\x20-\\x7e]*");
            if (!clean || RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Invalid header " + SafeText.quoted(name));
            }
            request.addHeader(name, value);
        });
        if (method.equals("POST")) {
            request.setEntity(new ByteArrayEntity(body, null));
        }
        return request;
    }

    private ExchangeException failure(Throwable cause) {
        if (cause instanceof ExchangeException ours) {
            return ours;
        }
        if (cause instanceof UnknownHostException) {
            // The resolver's message is the only sign of a temporary DNS failure.
            boolean outage = String.valueOf(cause.getMessage()).contains("Temporary failure");
            return new ExchangeException("unknown host", outage, cause);
        }
        if (cause instanceof SocketTimeoutException) {
            // Reading a response has no separate timeout.
            return timeouts.connectTimedOut();
        }
        if (cause instanceof SSLHandshakeException) {
            boolean hungUp = cause.getCause() instanceof EOFException;
            return new ExchangeException(
                    "TLS handshake failed: " + SafeText.text(String.valueOf(cause.getMessage())), hungUp, cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return new ExchangeException("cannot connect", true, cause);
        }
        if (cause instanceof ClientProtocolException) {
            return ExchangeException.permanentFailure("the response is not valid HTTP/1.1");
        }
        // Any other message may contain text from the server.
        String name = cause.getClass().getSimpleName();
        return new ExchangeException("the connection failed (" + name + ")", cause instanceof IOException, null);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
