package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.BoundedExecutor;
import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Resolves a handle at its own domain, by DNS and by HTTPS in parallel. If both find a DID, DNS wins. */
final class DomainHandleResolver implements HandleResolver {

    // If DNS is down, handles that are published by HTTPS should still resolve quickly.
    private static final Duration MAX_DNS_TIMEOUT = Duration.ofSeconds(5);

    private final DnsTxtHandleResolver dns;
    private final WellKnownHandleResolver https;
    private final BoundedExecutor executor;
    private final Duration dnsTimeout;
    private final Duration httpsTimeout;

    /** @param plcOrigin the PLC directory, to which no handle may direct requests */
    static DomainHandleResolver of(
            SsrfSafeHttpClient http, IdentityHttp requests, TxtLookup dns, String plcOrigin, NetworkPolicy policy) {
        Duration timeout = http.timeout();
        // Connecting and response of one request; all redirects of a handle share this time.
        Duration httpsTimeout = timeout.multipliedBy(2);
        return new DomainHandleResolver(
                new DnsTxtHandleResolver(dns, policy),
                new WellKnownHandleResolver(requests, policy, plcOrigin, httpsTimeout),
                http.executor(),
                Durations.min(timeout, MAX_DNS_TIMEOUT),
                // Longer than the request's own limit, because the request has the better error message.
                httpsTimeout.plusSeconds(1));
    }

    DomainHandleResolver(
            DnsTxtHandleResolver dns,
            WellKnownHandleResolver https,
            BoundedExecutor executor,
            Duration dnsTimeout,
            Duration httpsTimeout) {
        this.dns = dns;
        this.https = https;
        this.executor = executor;
        this.dnsTimeout = dnsTimeout;
        this.httpsTimeout = httpsTimeout;
    }

    @Override
    public String resolve(Handle handle) {
        long start = System.nanoTime();
        // The slower lookup is not cancelled. It ends at its own timeout.
        Future<HandleLookup> byDns = submit(() -> dns.lookUp(handle));
        Future<HandleLookup> byHttps = submit(() -> https.lookUp(handle));
        HandleLookup first = await(byDns, start + dnsTimeout.toNanos());
        if (first.did() != null) {
            return first.did();
        }
        if (first.isFinal()) {
            throw failure(handle, "DNS: " + first.detail(), first.isTransient(), null);
        }
        HandleLookup second = await(byHttps, start + httpsTimeout.toNanos());
        if (second.did() != null) {
            return second.did();
        }
        throw failure(
                handle,
                "DNS: " + first.detail() + "; HTTPS: " + second.detail(),
                first.isTransient() || second.isTransient(),
                second.retryAfter());
    }

    /** Returns the results of both methods. Waits for both. */
    HandleReport report(Handle handle) {
        long start = System.nanoTime();
        Future<HandleLookup> byDns = submit(() -> dns.lookUp(handle));
        Future<HandleLookup> byHttps = submit(() -> https.lookUp(handle));
        return new HandleReport(
                handle.value(),
                HandleReport.Lookup.of(await(byDns, start + dnsTimeout.toNanos())),
                HandleReport.Lookup.of(await(byHttps, start + httpsTimeout.toNanos())));
    }

    private Future<HandleLookup> submit(Callable<HandleLookup> lookup) {
        try {
            return executor.submit(lookup);
        } catch (ExchangeException e) {
            return CompletableFuture.completedFuture(HandleLookup.notFound(e.getMessage(), true));
        }
    }

    private static HandleLookup await(Future<HandleLookup> lookup, long deadline) {
        try {
            return lookup.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return HandleLookup.notFound("no response in time", true);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return HandleLookup.notFound("failed (" + cause.getClass().getSimpleName() + ")", false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new HandleLookup(null, "interrupted while waiting", true, true, null);
        }
    }

    private static IdentityException failure(
            Handle handle, String detail, boolean isTransient, @Nullable Duration retryAfter) {
        return new IdentityException(
                "Cannot resolve the handle " + handle + ". " + detail
                        + (isTransient ? ". Try again later" : ". Check its spelling, or the domain's configuration"),
                handle.value(),
                isTransient,
                retryAfter,
                null);
    }
}
