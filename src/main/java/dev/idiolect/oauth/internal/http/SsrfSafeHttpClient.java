package dev.idiolect.oauth.internal.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client for servers whose addresses come from untrusted input. Each request is sent once, over {@code https},
 * to a public address, on a new connection. The client does not follow redirects, and does not use the application's
 * cookies, credentials, caches or proxies. Time and size limits cover the whole response. Safe for use by many threads.
 *
 * <p>Based on Apache HttpClient 5, with its header and wire logs disabled.
 */
public final class SsrfSafeHttpClient {

    /** A timeout that suits most servers. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Response timeout for requests that consume a single-use token: the server may already have rotated it, and only
     * this response carries the new one.
     */
    public static final Duration SINGLE_USE_RESPONSE_TIMEOUT = Duration.ofSeconds(80);

    /** The parts that derived clients share. */
    private record Shared(
            NetworkAccess network, BoundedExecutor executor, Duration singleUseResponseTimeout, RateLimits limits) {

        Shared {
            JsonBody.requireProvider();
        }
    }

    private final Shared shared;
    private final Timeouts timeouts;
    private final NetworkPolicy policy;
    private final @Nullable String purpose;

    /**
     * Creates a client that rejects requests when too many are in progress. Use it for requests that unauthenticated
     * users can trigger.
     *
     * @param timeout one limit for connecting, and the same again for the response; must be positive
     */
    public SsrfSafeHttpClient(Duration timeout, NetworkPolicy policy) {
        this(timeout, policy, Clock.systemUTC());
    }

    /**
     * Creates a client with another clock, for rate limits; see {@link #SsrfSafeHttpClient(Duration, NetworkPolicy)}.
     */
    public SsrfSafeHttpClient(Duration timeout, NetworkPolicy policy, Clock clock) {
        this(NetworkAccess.system(), timeout, policy, clock);
    }

    SsrfSafeHttpClient(NetworkAccess network, Duration timeout, NetworkPolicy policy) {
        this(network, timeout, policy, Clock.systemUTC());
    }

    SsrfSafeHttpClient(NetworkAccess network, Duration timeout, NetworkPolicy policy, Clock clock) {
        this(
                new Shared(
                        network,
                        new BoundedExecutor(Duration.ZERO),
                        SINGLE_USE_RESPONSE_TIMEOUT,
                        new RateLimits(clock)),
                Timeouts.of(timeout),
                policy,
                null);
    }

    private SsrfSafeHttpClient(Shared shared, Timeouts timeouts, NetworkPolicy policy, @Nullable String purpose) {
        this.shared = shared;
        this.timeouts = timeouts;
        this.policy = policy;
        this.purpose = purpose;
    }

    /**
     * Returns a client for public addresses that queues requests when too many are in progress. Use it for requests
     * that the application itself triggers.
     *
     * @param timeout limit for waiting in the queue, for connecting, and for the response, each; must be positive
     * @param clock the local time, for rate limits and deadlines
     */
    public static SsrfSafeHttpClient queueing(Duration timeout, Clock clock) {
        return queueing(NetworkAccess.system(), timeout, SINGLE_USE_RESPONSE_TIMEOUT, clock);
    }

    static SsrfSafeHttpClient queueing(
            NetworkAccess network, Duration timeout, Duration singleUseResponseTimeout, Clock clock) {
        Timeouts timeouts = Timeouts.of(timeout);
        return new SsrfSafeHttpClient(
                new Shared(network, new BoundedExecutor(timeout), singleUseResponseTimeout, new RateLimits(clock)),
                timeouts,
                NetworkPolicy.PUBLIC,
                null);
    }

    /**
     * Returns a client for requests to a server and to the servers that its metadata names. Only a server at a loopback
     * {@code http} URL may name servers on this machine.
     */
    public SsrfSafeHttpClient scopedTo(URI server) {
        return new SsrfSafeHttpClient(shared, timeouts, NetworkPolicy.ofServer(server), purpose);
    }

    /**
     * Returns a client for requests that consume a single-use token. A request is sent within {@code limit} from now or
     * not at all, and its response may take longer ({@link #SINGLE_USE_RESPONSE_TIMEOUT}). The limit is measured by two
     * clocks: a monotonic one, which cannot be set, and the wall clock, which keeps running while the machine sleeps.
     */
    public SsrfSafeHttpClient withSingleUseDeadline(Duration limit) {
        SendDeadline deadline = SendDeadline.in(limit, shared.limits.clock());
        return new SsrfSafeHttpClient(
                shared, timeouts.withSingleUse(deadline, shared.singleUseResponseTimeout), policy, purpose);
    }

    /**
     * Returns a client for requests of one purpose. A server's rate limit then stops only requests of that purpose. By
     * default, each path is a purpose.
     */
    public SsrfSafeHttpClient forPurpose(String newPurpose) {
        return new SsrfSafeHttpClient(shared, timeouts, policy, newPurpose);
    }

    /**
     * Returns a client for requests that share a time limit: each takes no longer than {@code limit} from connecting to
     * the end of the response.
     *
     * @throws ExchangeException if no time is left
     */
    public SsrfSafeHttpClient within(Duration limit) throws ExchangeException {
        Duration half = limit.dividedBy(2);
        if (half.isZero() || half.isNegative()) {
            throw ExchangeException.transientFailure("request not sent: its deadline has passed")
                    .unsent();
        }
        return half.compareTo(timeouts.connect()) < 0
                ? new SsrfSafeHttpClient(shared, Timeouts.of(half), policy, purpose)
                : this;
    }

    /** Returns the local time. */
    public Instant now() {
        return shared.limits.clock().instant();
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
        return shared.executor;
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
        if (timeouts.isTooLate()) {
            throw ExchangeException.transientFailure("request not sent: its deadline has passed")
                    .unsent();
        }
        String limited = purpose == null ? url.getRawPath() : purpose;
        shared.limits.check(url, limited);
        HttpResponse response = exchange(target, new OutgoingRequest(method, headers, body));
        shared.limits.update(url, limited, response);
        return response;
    }

    private HttpResponse exchange(RequestTarget target, OutgoingRequest request) throws ExchangeException {
        Exchange exchange = new Exchange(shared.network, target, request, timeouts);
        Future<HttpResponse> response = shared.executor.submit(exchange, target.authority(), timeouts.start());
        try {
            return exchange.await(response);
        } catch (ExecutionException e) {
            // The exchange itself throws nothing else, unless its classes cannot be loaded.
            throw e.getCause() instanceof ExchangeException ours
                    ? ours
                    : new ExchangeException("the request failed (" + e.getCause() + ")", false, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExchangeException("interrupted while waiting for the response", true, e);
        } finally {
            // Not an interrupt, which can make a class that is being loaded permanently unusable.
            exchange.abort();
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
