package dev.idiolect.oauth.web;

import dev.idiolect.oauth.internal.http.CallerContext;
import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.internal.http.RequestThreads;
import dev.idiolect.oauth.session.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The callbacks in progress. A browser that reloads the callback ignores the response to the first request, so the second
 * request waits for the outcome of the first. Only a few can wait, because each holds a request thread. Callers must check
 * that both requests come from the browser that started the login. Thread-safe.
 */
@ApplicationScoped
class RunningCallbacks {

    static final int MAX_WAITING = RequestThreads.share() / 2;
    static final int MAX_WAITING_FOR_ONE = 2;

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Semaphore places = new Semaphore(MAX_WAITING);
    private final Map<Map<String, String>, CompletableFuture<SignedIn>> running = new ConcurrentHashMap<>();

    RunningCallbacks() {}

    /**
     * Completes a login, or returns the account of a request with the same parameters that is doing so.
     *
     * @throws TooManyException if too many requests are already waiting
     */
    public SignedIn complete(Map<String, String> parameters, Supplier<SignedIn> exchange) throws TooManyException {
        Map<String, String> key = Map.copyOf(parameters);
        CompletableFuture<SignedIn> own = new CompletableFuture<>();
        CompletableFuture<SignedIn> first = running.putIfAbsent(key, own);
        if (first != null) {
            return await(first);
        }
        try {
            SignedIn account = exchange.get();
            own.complete(account);
            return account;
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(key);
        }
    }

    private SignedIn await(CompletableFuture<SignedIn> first) throws TooManyException {
        if (first.getNumberOfDependents() >= MAX_WAITING_FOR_ONE || !places.tryAcquire()) {
            throw new TooManyException(RETRY);
        }
        try {
            return outcome(first);
        } finally {
            places.release();
        }
    }

    // Waits without a limit: the exchange has a deadline of its own.
    private static SignedIn outcome(CompletableFuture<SignedIn> first) {
        try {
            return first.join();
        } catch (CompletionException e) {
            throw DaemonThreads.unchecked(CallerContext.cause(e));
        }
    }

    /** Returns the number of requests that wait for another one. For tests. */
    public int waiting() {
        return running.values().stream()
                .mapToInt(CompletableFuture::getNumberOfDependents)
                .sum();
    }
}
