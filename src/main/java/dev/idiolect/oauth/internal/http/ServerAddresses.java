package dev.idiolect.oauth.internal.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the addresses of servers to which another HTTP client sends requests. A server must have public addresses; one
 * at an {@code http} URL must have loopback addresses. The result is kept for a short time only, because that client
 * looks up the name again when it connects. Never blocks. Safe for use by many threads.
 */
public final class ServerAddresses {

    /** The result of a check. */
    public enum Verdict {
        /** The addresses are allowed, or the name is unknown here: a proxy of the application may know it. */
        ALLOWED(Duration.ofSeconds(10)),

        /** An address is forbidden. */
        FORBIDDEN(Duration.ofSeconds(10)),

        /** The name could not be looked up in time. */
        UNAVAILABLE(Duration.ofSeconds(1));

        private final Duration keptFor;

        Verdict(Duration keptFor) {
            this.keptFor = keptFor;
        }
    }

    private static final Duration UNKNOWN_KEPT_FOR = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    // While all threads are busy with names that hang, known servers must stay usable.
    private static final Duration USED_WHEN_BUSY = Duration.ofMinutes(10);
    private static final int LIMIT = 10_000;
    private static final int MAX_LOOKUPS = 200;
    // Anyone can have a domain with any number of names that hang.
    private static final int MAX_LOOKUPS_OF_OWNER = 50;

    /**
     * The last check of one server. It stays current while its lookup runs, so a lookup that hangs occupies one thread.
     */
    private static final class Check {

        private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        private final long start;
        private volatile long keptNanos = Long.MAX_VALUE;

        Check(long start) {
            this.start = start;
        }

        boolean isOld(long now, Duration limit) {
            return now - start > limit.toNanos();
        }

        boolean isOver(long now) {
            return now - start > keptNanos;
        }

        /** Returns false if the verdict came too late for the callers. */
        boolean end(Verdict result, Duration keptFor, long now) {
            keptNanos = now - start + keptFor.toNanos();
            return verdict.complete(result);
        }
    }

    private final HostLookup lookup;
    private final LongSupplier nanos;
    private final Duration timeout;
    private final BoundedExecutor executor = new BoundedExecutor(Duration.ZERO, MAX_LOOKUPS);
    private final LruCache<Check> checks = new LruCache<>(LIMIT);
    private final ConcurrentMap<String, Integer> lookupsByOwner = new ConcurrentHashMap<>();

    public ServerAddresses() {
        this(InetAddress::getAllByName, System::nanoTime, TIMEOUT);
    }

    ServerAddresses(HostLookup lookup, LongSupplier nanos, Duration timeout) {
        this.lookup = lookup;
        this.nanos = nanos;
        this.timeout = timeout;
    }

    /**
     * Returns the verdict on a server. Completes within a few seconds, and never exceptionally.
     *
     * @param origin an origin, see {@link HttpOrigin}
     */
    public CompletableFuture<Verdict> check(String origin) {
        long now = nanos.getAsLong();
        Check last = checks.get(origin);
        if (last != null && !last.isOver(now)) {
            return last.verdict;
        }
        Check own = new Check(now);
        Check current = checks.merge(origin, own, (known, mine) -> known.isOver(now) ? mine : known);
        if (current == own) {
            start(origin, own, last);
        }
        return current.verdict;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The check has the outcome.
    private void start(String origin, Check check, @Nullable Check last) {
        String owner = HostNames.owner(URI.create(origin).getRawAuthority());
        if (!enter(owner)) {
            endBusy(origin, check, last);
            return;
        }
        Future<?> running;
        try {
            running = executor.submit(() -> {
                try {
                    lookUp(origin, check);
                } finally {
                    leave(owner);
                }
                return null;
            });
        } catch (ExchangeException | RuntimeException | Error busy) {
            leave(owner);
            endBusy(origin, check, last);
            return;
        }
        try {
            if (!running.isDone()) {
                FutureTimeout.set(check.verdict, timeout, () -> check.verdict.complete(Verdict.UNAVAILABLE));
            }
        } catch (RuntimeException | Error noTimer) {
            endBusy(origin, check, last);
        }
    }

    private boolean enter(String owner) {
        if (lookupsByOwner.merge(owner, 1, Integer::sum) <= MAX_LOOKUPS_OF_OWNER) {
            return true;
        }
        leave(owner);
        return false;
    }

    private void leave(String owner) {
        lookupsByOwner.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
    }

    private void endBusy(String origin, Check check, @Nullable Check last) {
        Verdict known = Verdict.UNAVAILABLE;
        if (last != null) {
            // It keeps its age, so that the next call looks the name up.
            checks.replace(origin, check, last);
            known = last.isOld(check.start, USED_WHEN_BUSY) ? known : last.verdict.getNow(known);
        }
        check.end(known, Verdict.UNAVAILABLE.keptFor, check.start);
    }

    private void lookUp(String origin, Check check) {
        Verdict result = Verdict.UNAVAILABLE;
        Duration keptFor = result.keptFor;
        try {
            result = isAllowed(origin) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
            keptFor = result.keptFor;
        } catch (UnknownHostException unknown) {
            result = Verdict.ALLOWED;
            keptFor = UNKNOWN_KEPT_FOR;
        } finally {
            end(origin, check, result, keptFor);
        }
    }

    private void end(String origin, Check check, Verdict result, Duration keptFor) {
        long now = nanos.getAsLong();
        if (!check.end(result, keptFor, now)) {
            // Too late for these callers, but not for the next ones.
            Check late = new Check(now);
            late.end(result, keptFor, now);
            checks.replace(origin, check, late);
        }
    }

    private boolean isAllowed(String origin) throws UnknownHostException {
        URI server = URI.create(origin);
        boolean loopback = NetworkPolicy.isLoopbackHttp(server);
        for (InetAddress address : lookup.addressesOf(server.getHost().replaceAll("[\\[\\]]", ""))) {
            if (loopback ? !address.isLoopbackAddress() : !PublicAddresses.isPublic(address)) {
                return false;
            }
        }
        return true;
    }
}
