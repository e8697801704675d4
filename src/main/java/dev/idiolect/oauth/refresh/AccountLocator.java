package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.http.BoundedExecutor;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.internal.http.PastTime;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is known of the accounts: the PDS for an hour, the handle for a day, and both for longer while they cannot be
 * looked up. A lookup that takes too long for its caller continues, and its result serves the next one. Safe for use by many
 * threads.
 */
final class AccountLocator {

    private static final Duration PDS_FRESH_FOR = Duration.ofHours(1);
    private static final Duration HANDLE_FRESH_FOR = Duration.ofDays(1);
    // After a handle could not be verified.
    private static final Duration HANDLE_PAUSE = Duration.ofMinutes(10);
    private static final int LIMIT = 10_000;

    /** A value and when it was requested. */
    record Known<T>(T value, PastTime requestedAt) {

        boolean isNotOlderThan(Instant start) {
            return !requestedAt.instant().isBefore(start);
        }
    }

    private final @Nullable IdentityResolver identities;
    private final BoundedExecutor executor;
    private final Clock clock;
    private final LruCache<Known<String>> servers = new LruCache<>(LIMIT);
    private final LruCache<Known<Optional<String>>> handles = new LruCache<>(LIMIT);
    private final LruCache<PastTime> unverified = new LruCache<>(LIMIT);
    private final ConcurrentMap<String, Future<?>> running = new ConcurrentHashMap<>();

    /** @param identities null to look up nothing */
    AccountLocator(@Nullable IdentityResolver identities, BoundedExecutor executor, Clock clock) {
        this.identities = identities;
        this.executor = executor;
        this.clock = clock;
    }

    /** Starts the lookups of one refresh. */
    AccountLookup lookUp(OAuthSession session) {
        return new AccountLookup(this, identities, session, clock.instant());
    }

    /** Makes the next lookup of an account's PDS a fresh one. */
    void recheck(String did) {
        Known<String> known = servers.get(did);
        if (known != null) {
            servers.put(did, new Known<>(known.value(), new PastTime(Instant.EPOCH)));
        }
    }

    /** Returns the PDS as last known, or null. */
    @Nullable
    Known<String> server(String did) {
        return servers.get(did);
    }

    /** Returns the handle as last known, or null. */
    @Nullable
    Known<Optional<String>> handle(String did) {
        return handles.get(did);
    }

    /** Starts fetching the PDS unless it is known since {@code notBefore} or within the last hour; null if not needed. */
    @Nullable
    Future<?> fetchServer(IdentityResolver resolver, String did, @Nullable Instant notBefore) throws ExchangeException {
        Known<String> known = servers.get(did);
        boolean fresh = known != null
                && (notBefore == null
                        ? known.requestedAt().isWithin(PDS_FRESH_FOR, clock.instant())
                        : known.isNotOlderThan(notBefore));
        return fresh
                ? null
                : run("server of " + did, () -> {
                    PastTime requestedAt = new PastTime(clock.instant());
                    servers.put(did, new Known<>(resolver.pdsUrl(did), requestedAt));
                    return null;
                });
    }

    /**
     * Starts verifying the handle unless that was done within the last day. Returns null if it is not needed, or if the last
     * verification did not end well: a domain that hangs may delay one refresh, and the next try is not waited for.
     */
    @Nullable
    Future<?> fetchHandle(IdentityResolver resolver, String did) throws ExchangeException {
        Instant now = clock.instant();
        Known<Optional<String>> known = handles.get(did);
        PastTime tried = unverified.get(did);
        if ((known != null && known.requestedAt().isWithin(HANDLE_FRESH_FOR, now))
                || (tried != null && tried.isWithin(HANDLE_PAUSE, now))) {
            return null;
        }
        // Before its end, which may never come.
        unverified.put(did, new PastTime(now));
        Future<?> verification = run("handle of " + did, () -> {
            handles.put(did, new Known<>(verified(resolver, did), new PastTime(now)));
            unverified.remove(did);
            return null;
        });
        return tried == null ? verification : null;
    }

    private Optional<String> verified(IdentityResolver resolver, String did) {
        try {
            return resolver.handle(did);
        } catch (IdentityException e) {
            if (e.subject().equals(did)) {
                // The directory of all accounts is at fault, and not the domain of this handle.
                unverified.remove(did);
            }
            throw e;
        }
    }

    <T> Future<T> submit(Callable<T> task) throws ExchangeException {
        return executor.submit(task);
    }

    // One at a time: while a directory hangs, refreshes must not pile up requests to it.
    private Future<?> run(String name, Callable<?> task) throws ExchangeException {
        Future<?> other = running.get(name);
        if (other != null && !other.isDone()) {
            return other;
        }
        Future<?> own = executor.submit(() -> {
            try {
                return task.call();
            } finally {
                running.remove(name);
            }
        });
        running.put(name, own);
        if (own.isDone()) {
            running.remove(name, own);
        }
        return own;
    }
}
