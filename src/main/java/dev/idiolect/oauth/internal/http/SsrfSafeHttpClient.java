package dev.idiolect.oauth.internal.http;

import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.Telemetry.RunningOperation;
import dev.idiolect.oauth.telemetry.internal.Measurement;
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
            NetworkAccess network,
            BoundedExecutor executor,
            Duration singleUseResponseTimeout,
            RateLimits limits,
            Telemetry telemetry) {

        Shared {
            JsonBody.requireProvider();
        }
    }

    /**
     * What requests are for.
     *
     * @param limit the name of the rate limit that they share; null if each path has its own
     */
    private record Reason(HttpPurpose purpose, @Nullable String limit) {

        static final Reason NONE = new Reason(HttpPurpose.OTHER, null);
    }

    private final Shared shared;
    private final Timeouts timeouts;
    private final NetworkPolicy policy;
    private final Reason reason;

    /**
     * Creates a client that rejects requests when too many are in progress. Use it for requests that unauthenticated
     * users can trigger.
     *
     * @param timeout one limit for connecting, and the same again for the response; must be positive
     */
    public SsrfSafeHttpClient(Duration timeout, NetworkPolicy policy) {
        this(timeout, policy, Clock.systemUTC(), Telemetry.none());
    }

    /**
     * Creates a client that reports its requests; see {@link #SsrfSafeHttpClient(Duration, NetworkPolicy)}.
     *
     * @param clock the local time, for rate limits
     */
    public SsrfSafeHttpClient(Duration timeout, NetworkPolicy policy, Clock clock, Telemetry telemetry) {
        this(NetworkAccess.system(), timeout, policy, clock, telemetry);
    }

    SsrfSafeHttpClient(NetworkAccess network, Duration timeout, NetworkPolicy policy) {
        this(network, timeout, policy, Clock.systemUTC());
    }

    SsrfSafeHttpClient(NetworkAccess network, Duration timeout, NetworkPolicy policy, Clock clock) {
        this(network, timeout, policy, clock, Telemetry.none());
    }

    SsrfSafeHttpClient(
            NetworkAccess network, Duration timeout, NetworkPolicy policy, Clock clock, Telemetry telemetry) {
        this(
                new Shared(
                        network,
                        new BoundedExecutor(Duration.ZERO, telemetry),
                        SINGLE_USE_RESPONSE_TIMEOUT,
                        new RateLimits(clock),
                        telemetry),
                Timeouts.of(timeout),
                policy,
                Reason.NONE);
    }

    private SsrfSafeHttpClient(Shared shared, Timeouts timeouts, NetworkPolicy policy, Reason reason) {
        this.shared = shared;
        this.timeouts = timeouts;
        this.policy = policy;
        this.reason = reason;
    }

    /**
     * Returns a client for public addresses that queues requests when too many are in progress. Use it for requests
     * that the application itself triggers.
     *
     * @param timeout limit for waiting in the queue, for connecting, and for the response, each; must be positive
     * @param clock the local time, for rate limits and deadlines
     */
    public static SsrfSafeHttpClient queueing(Duration timeout, Clock clock, Telemetry telemetry) {
        return queueing(NetworkAccess.system(), timeout, SINGLE_USE_RESPONSE_TIMEOUT, clock, telemetry);
    }

    static SsrfSafeHttpClient queueing(
            NetworkAccess network, Duration timeout, Duration singleUseResponseTimeout, Clock clock) {
        return queueing(network, timeout, singleUseResponseTimeout, clock, Telemetry.none());
    }

    private static SsrfSafeHttpClient queueing(
            NetworkAccess network,
            Duration timeout,
            Duration singleUseResponseTimeout,
            Clock clock,
            Telemetry telemetry) {
        Timeouts timeouts = Timeouts.of(timeout);
        return new SsrfSafeHttpClient(
                new Shared(
                        network,
                        new BoundedExecutor(timeout, telemetry),
                        singleUseResponseTimeout,
                        new RateLimits(clock),
                        telemetry),
                timeouts,
                NetworkPolicy.PUBLIC,
                Reason.NONE);
    }

    /**
     * Returns a client for requests to a server and to the servers that its metadata names. Only a server at a loopback
     * {@code http} URL may name servers on this machine.
     */
    public SsrfSafeHttpClient scopedTo(URI server) {
        return new SsrfSafeHttpClient(shared, timeouts, NetworkPolicy.ofServer(server), reason);
    }

    /**
     * Returns a client for requests that consume a single-use token. A request is sent within {@code limit} from now or
     * not at all, and its response may take longer ({@link #SINGLE_USE_RESPONSE_TIMEOUT}). The limit is measured by two
     * clocks: a monotonic one, which cannot be set, and the wall clock, which keeps running while the machine sleeps.
     */
    public SsrfSafeHttpClient withSingleUseDeadline(Duration limit) {
        SendDeadline deadline = SendDeadline.in(limit, shared.limits.clock());
        return new SsrfSafeHttpClient(
                shared, timeouts.withSingleUse(deadline, shared.singleUseResponseTimeout), policy, reason);
    }

    /** Returns a client for requests of one purpose, as it is reported; {@link HttpPurpose#OTHER} by default. */
    public SsrfSafeHttpClient forPurpose(HttpPurpose purpose) {
        return with(new Reason(purpose, reason.limit));
    }

    /**
     * Returns a client for requests that share a rate limit. A limit of a server then stops only these requests. By
     * default, the requests of each path share one.
     */
    public SsrfSafeHttpClient sharingLimit(String limit) {
        return with(new Reason(reason.purpose, limit));
    }

    private SsrfSafeHttpClient with(Reason newReason) {
        return new SsrfSafeHttpClient(shared, timeouts, policy, newReason);
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
                ? new SsrfSafeHttpClient(shared, Timeouts.of(half), policy, reason)
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
        RunningOperation running = shared.telemetry.start(Operation.HTTP_REQUEST, Measurement.value(reason.purpose));
        String outcome = Operation.OTHER;
        try {
            HttpResponse response = sendUnreported(method, url, headers, body);
            outcome = response.status() / 100 + "xx";
            return response;
        } catch (ExchangeException e) {
            outcome = e.isRateLimited() ? "rate_limited" : "no_response";
            throw e;
        } finally {
            running.end(outcome);
        }
    }

    private HttpResponse sendUnreported(String method, URI url, Map<String, String> headers, byte[] body)
            throws ExchangeException {
        RequestTarget target = RequestTarget.of(url, policy);
        if (timeouts.isTooLate()) {
            throw ExchangeException.transientFailure("request not sent: its deadline has passed")
                    .unsent();
        }
        String limited = reason.limit == null ? url.getRawPath() : reason.limit;
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
