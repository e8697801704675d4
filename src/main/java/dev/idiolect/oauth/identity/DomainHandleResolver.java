package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.BoundedExecutor;
import dev.idiolect.oauth.internal.http.ExchangeException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a handle's own domain, by DNS and by HTTPS side by side. DNS wins. */
final class DomainHandleResolver implements HandleResolver {

    private final DnsTxtHandleResolver dns;
    private final WellKnownHandleResolver web;
    private final BoundedExecutor workers;
    private final Duration dnsLimit;
    private final Duration webLimit;

    /**
     * @param dnsLimit how long DNS is waited for
     * @param webLimit how long HTTPS is waited for; longer than its own limit, as its own words are the better ones
     */
    DomainHandleResolver(
            DnsTxtHandleResolver dns,
            WellKnownHandleResolver web,
            BoundedExecutor workers,
            Duration dnsLimit,
            Duration webLimit) {
        this.dns = dns;
        this.web = web;
        this.workers = workers;
        this.dnsLimit = dnsLimit;
        this.webLimit = webLimit;
    }

    @Override
    public String didOf(Handle handle) {
        long start = System.nanoTime();
        Future<HandleLookup> byDns = start(() -> dns.ask(handle));
        Future<HandleLookup> byWeb = start(() -> web.ask(handle));
        // Whichever is not waited for ends by itself, at its own limit.
        HandleLookup first = await(byDns, start + dnsLimit.toNanos());
        if (first.did() != null) {
            return first.did();
        }
        if (first.ends()) {
            throw failure(handle, "DNS: " + first.words(), first.passing());
        }
        HandleLookup second = await(byWeb, start + webLimit.toNanos());
        if (second.did() != null) {
            return second.did();
        }
        throw failure(
                handle, "DNS: " + first.words() + "; HTTPS: " + second.words(), first.passing() || second.passing());
    }

    private Future<HandleLookup> start(Callable<HandleLookup> question) {
        try {
            return workers.submit(question);
        } catch (ExchangeException e) {
            return CompletableFuture.completedFuture(HandleLookup.nothing(e.getMessage(), true));
        }
    }

    private static HandleLookup await(Future<HandleLookup> answer, long deadline) {
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return HandleLookup.nothing("no answer in time", true);
        } catch (ExecutionException e) {
            return HandleLookup.nothing("failed (" + e.getCause().getClass().getSimpleName() + ")", false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new HandleLookup(null, "interrupted while waiting", true, true);
        }
    }

    private static IdentityException failure(Handle handle, String words, boolean passing) {
        return new IdentityException(
                "The handle " + handle + " does not lead to an account. " + words
                        + (passing ? ". Try again later" : ". Check its spelling, or ask whoever runs the domain"),
                handle.value(),
                passing,
                null);
    }
}
