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
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Caches the PDS of each account for an hour and its handle for a day; for longer while they cannot be looked up. A
 * lookup that takes too long for its caller continues, and the next caller gets its result. Safe for use by many
 * threads.
 */
final class AccountLocator {

    private static final Duration PDS_FRESH_FOR = Duration.ofHours(1);
    private static final Duration HANDLE_FRESH_FOR = Duration.ofDays(1);
    // The pause after a failed verification of a handle.
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
    // The time of the last request for a lookup without the cache, by account. Removed when such a lookup succeeds.
    private final LruCache<PastTime> rechecks = new LruCache<>(LIMIT);
    // Bounded, because a lookup can end before it is added here.
    private final LruCache<Future<?>> running = new LruCache<>(LIMIT);

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

    /** Marks the cached PDS of an account as outdated, so that the next lookup fetches it. */
    void recheck(String did) {
        if (identities != null) {
            rechecks.put(did, new PastTime(clock.instant()));
        }
    }

    /** Returns whether no lookup has succeeded since {@link #recheck}. */
    boolean isRecheckPending(String did) {
        return rechecks.get(did) != null;
    }

    /** Cancels the recheck of an account that is never looked up. */
    void cancelRecheck(String did) {
        rechecks.remove(did);
    }

    private void found(String did, String pdsUrl, PastTime requestedAt) {
        servers.put(did, new Known<>(pdsUrl, requestedAt));
        PastTime recheck = rechecks.get(did);
        if (recheck != null && !requestedAt.instant().isBefore(recheck.instant())) {
            rechecks.remove(did, recheck);
        }
    }

    /** Returns the cached PDS, or null. */
    @Nullable
    Known<String> server(String did) {
        return servers.get(did);
    }

    /** Returns the cached handle, or null. */
    @Nullable
    Known<Optional<String>> handle(String did) {
        return handles.get(did);
    }

    /**
     * Starts fetching the PDS. Returns null if the cached one is new enough: requested at {@code notBefore} or later,
     * or, if that is null, within the last hour.
     */
    @Nullable
    Future<?> fetchServer(IdentityResolver resolver, String did, @Nullable Instant notBefore) throws ExchangeException {
        Known<String> known = servers.get(did);
        boolean fresh = known != null
                && !isRecheckPending(did)
                && (notBefore == null
                        ? known.requestedAt().isWithin(PDS_FRESH_FOR, clock.instant())
                        : known.isNotOlderThan(notBefore));
        return fresh
                ? null
                : run("server of " + did, () -> {
                    PastTime requestedAt = new PastTime(clock.instant());
                    found(did, resolver.pdsUrl(did), requestedAt);
                    return null;
                });
    }

    /**
     * Starts verifying the handle, unless it was verified within the last day. Returns null if the caller need not
     * wait: nothing was started, or the last verification failed or never ended. A domain that hangs thus delays only
     * one refresh.
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
        // Set before the verification, which may never end.
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
                // The DID document could not be fetched, so the handle's domain is not at fault.
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
