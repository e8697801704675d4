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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Asks servers whose addresses come from strangers. Each request goes out once, over https, to a public address, on a
 * connection of its own; no redirect is followed, no cookie, credential, cache or proxy of the application is used, and time
 * and size are limited as a whole.
 *
 * <p>Built on Apache HttpClient 5, whose logs of headers and of bytes on the wire are turned off at any level.
 */
public final class SsrfSafeHttpClient {

    /** A limit for a request that suits most servers. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * How long the answer to what is used up is waited for: a server that is slow today has perhaps given the new token already,
     * and this connection alone can bring it.
     */
    public static final Duration SINGLE_USE_ANSWER = Duration.ofSeconds(80);

    private static final Set<String> OURS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "accept-encoding", "expect");

    private final NetworkAccess network;
    private final Timeouts limits;
    private final Duration patience;
    private final NetworkPolicy policy;
    private final BoundedExecutor workers;

    /**
     * Creates a guard that turns away what is too much at once, as befits requests that strangers can cause.
     *
     * @param timeout the limit for connecting, and again for the answer, greater than zero
     * @param policy which servers requests may go to
     */
    public SsrfSafeHttpClient(Duration timeout, NetworkPolicy policy) {
        this(NetworkAccess.system(), timeout, policy);
    }

    SsrfSafeHttpClient(NetworkAccess network, Duration timeout, NetworkPolicy policy) {
        this(network, Timeouts.of(timeout), SINGLE_USE_ANSWER, policy, new BoundedExecutor(Duration.ZERO));
    }

    private SsrfSafeHttpClient(
            NetworkAccess network, Timeouts limits, Duration patience, NetworkPolicy policy, BoundedExecutor workers) {
        this.network = network;
        this.limits = limits;
        this.patience = patience;
        this.policy = policy;
        this.workers = workers;
    }

    /**
     * Creates a guard for requests that the application itself causes: what is too much at once waits its turn.
     *
     * @param timeout the limit for a thread, for connecting, and for the answer each, greater than zero
     * @return the guard, for public addresses alone
     */
    public static SsrfSafeHttpClient queueing(Duration timeout) {
        return queueing(NetworkAccess.system(), timeout, SINGLE_USE_ANSWER);
    }

    static SsrfSafeHttpClient queueing(NetworkAccess network, Duration timeout, Duration patience) {
        return new SsrfSafeHttpClient(
                network, Timeouts.of(timeout), patience, NetworkPolicy.PUBLIC, new BoundedExecutor(timeout));
    }

    /**
     * Returns the guard for requests that all begin with one server. Only a server that is itself on this machine, by http,
     * may lead to this machine.
     *
     * @param server the address of the first server
     * @return a guard with the same limits
     */
    public SsrfSafeHttpClient scopedTo(URI server) {
        return new SsrfSafeHttpClient(network, limits, patience, NetworkPolicy.ofServer(server), workers);
    }

    /**
     * Returns the guard for requests that use up what they send, such as a refresh token: an answer can't be had again, and is
     * waited for as long as {@link #SINGLE_USE_ANSWER} says.
     *
     * @param within how soon from now they have to be sent; what is later is not sent at all
     * @return a guard with the same limits otherwise
     */
    public SsrfSafeHttpClient withSingleUseDeadline(Duration within) {
        return new SsrfSafeHttpClient(
                network, limits.withSingleUseDeadline(within, patience), patience, policy, workers);
    }

    /**
     * Returns whether the time is over in which a guard for single use sends anything.
     *
     * @return false for every other guard
     */
    public boolean isTooLate() {
        return limits.isTooLate();
    }

    /**
     * Returns the limit for connecting, and, but for single use, again for the answer.
     *
     * @return the limit
     */
    public Duration timeout() {
        return limits.toConnect();
    }

    /**
     * Returns the threads of the requests, for other questions that come with them.
     *
     * @return the threads
     */
    public BoundedExecutor workers() {
        return workers;
    }

    /**
     * Asks for a document.
     *
     * @param url where it is
     * @param accept what it may be, as the {@code Accept} header says it
     * @return the answer, whatever its status
     * @throws ExchangeException if the request was not made or has no whole answer
     */
    public HttpResponse get(URI url, String accept) throws ExchangeException {
        return send("GET", url, Map.of("Accept", accept), new byte[0]);
    }

    /**
     * Asks for a JSON document.
     *
     * @param url where it is
     * @return the answer, whatever its status
     * @throws ExchangeException if the request was not made or has no whole answer
     */
    public HttpResponse getJson(URI url) throws ExchangeException {
        return get(url, "application/json");
    }

    /**
     * Posts a form.
     *
     * @param url where to
     * @param form the fields
     * @param headers further headers
     * @return the answer, whatever its status
     * @throws ExchangeException if the request was not made or has no whole answer
     */
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
     * Posts a body and asks for JSON.
     *
     * @param url where to
     * @param body the body
     * @param headers further headers
     * @return the answer, whatever its status
     * @throws ExchangeException if the request was not made or has no whole answer
     */
    public HttpResponse post(URI url, byte[] body, Map<String, String> headers) throws ExchangeException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept", "application/json");
        return send("POST", url, all, body);
    }

    private HttpResponse send(String method, URI url, Map<String, String> headers, byte[] body)
            throws ExchangeException {
        RequestTarget target = RequestTarget.of(url, policy);
        Exchange exchange = new Exchange(network, target, request(method, target, headers, body), limits);
        Future<HttpResponse> answer = workers.start(exchange, limits.toStart());
        try {
            return exchange.await(answer);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExchangeException("interrupted while waiting for the answer", true, e);
        } finally {
            // No interrupt: it can hit the worker while a class is loaded, and break that class for good.
            exchange.abort();
        }
    }

    private static HttpUriRequestBase request(
            String method, RequestTarget target, Map<String, String> headers, byte[] body) {
        String origin = (target.local() ? "http://" : "https://") + target.authority();
        HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(origin + target.path()));
        request.addHeader("User-Agent", "idiolect-oauth");
        request.addHeader("Accept-Encoding", "identity");
        request.addHeader("Connection", "close");
        headers.forEach((name, value) -> {
            boolean clean = name.matches("[A-Za-z0-9-]+") && value.matches("[\\x20-\\x7e]*");
            if (!clean || OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("not a header that can be set: " + SafeText.text(name));
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
            // The words of the system's own resolver, the only trace of why a lookup failed.
            boolean passing = String.valueOf(cause.getMessage()).contains("Temporary failure");
            return new ExchangeException("the host is unknown", passing, cause);
        }
        if (cause instanceof SocketTimeoutException) {
            // Reads of a response have no timeout of their own.
            return limits.noConnection();
        }
        if (cause instanceof SSLHandshakeException) {
            boolean hungUp = cause.getCause() instanceof EOFException;
            return new ExchangeException("no TLS: " + SafeText.text(String.valueOf(cause.getMessage())), hungUp, cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return new ExchangeException("can't connect", true, cause);
        }
        if (cause instanceof ClientProtocolException) {
            return ExchangeException.permanentFailure("the response is not valid HTTP/1.1");
        }
        // Any other message may repeat what a server wrote.
        String name = cause.getClass().getSimpleName();
        return new ExchangeException("the connection failed (" + name + ")", cause instanceof IOException, null);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
