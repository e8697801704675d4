package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.FutureTimeout;
import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.internal.SessionChanges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions for a short time, so that a signed call needs no query of the store. A change by this application ends
 * that time. After a change by another process, calls use the old session until its time ends or its server refuses the
 * access token. {@code Bearer} sessions are not kept, because their access tokens outlive a logout. Thread-safe.
 */
final class SessionCache {

    /** The interval at which old sessions are removed, so that their secrets do not stay in memory. */
    static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

    private static final int MAX_SESSIONS = 10_000;
    private static final long MAX_BYTES = 32L << 20;

    // For the other parts of a session, such as its times and its handle.
    private static final int OTHER_BYTES = 1024;

    /** A session as it was read. Not a record, because a session is a secret. */
    private static final class Cached {

        // Transient, so that no serializer writes it.
        private final transient OAuthSession session;
        private final Instant readAt;
        private final long readAtNanos;
        private final long changes;

        Cached(OAuthSession session, Instant readAt, long readAtNanos, long changes) {
            this.session = session;
            this.readAt = readAt;
            this.readAtNanos = readAtNanos;
            this.changes = changes;
        }
    }

    private final Duration lifetime;
    private final Clock clock;
    private final LruCache<Cached> sessions = new LruCache<>(MAX_SESSIONS, MAX_BYTES, SessionCache::bytes);
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /** @param lifetime the time for which a session is kept; zero keeps none */
    SessionCache(Duration lifetime, Clock clock) {
        this.lifetime = lifetime;
        this.clock = clock;
    }

    private static long bytes(Cached cached) {
        OAuthSession session = cached.session;
        return LruCache.bytes(session.accessJwt())
                + LruCache.bytes(session.refreshJwt())
                + LruCache.bytes(session.dpopPrivateKeyJwk())
                + LruCache.bytes(session.scope())
                + OTHER_BYTES;
    }

    /** Returns the kept session if it is usable, otherwise the loaded one, which is then kept if it is usable. */
    OAuthSession get(String did, Predicate<OAuthSession> usable, Supplier<OAuthSession> load) {
        if (lifetime.isZero()) {
            return load.get();
        }
        OAuthSession known = known(did);
        if (known != null && usable.test(known)) {
            return known;
        }
        // Read before the query, because its result may lack a change that is made meanwhile.
        long changes = SessionChanges.count(did);
        Instant now = clock.instant();
        long nanos = System.nanoTime();
        OAuthSession loaded = load.get();
        if (!loaded.isBearer() && usable.test(loaded)) {
            sessions.put(did, new Cached(loaded, now, nanos, changes));
            startSweeping();
        }
        return loaded;
    }

    private @Nullable OAuthSession known(String did) {
        Cached cached = sessions.get(did);
        if (cached == null) {
            return null;
        }
        if (cached.changes != SessionChanges.count(did) || isExpired(cached)) {
            sessions.remove(did, cached);
            return null;
        }
        return cached.session;
    }

    // A negative age means that the clock was set back.
    private boolean isExpired(Cached cached) {
        Duration age = Duration.between(cached.readAt, clock.instant());
        return age.isNegative() || age.compareTo(lifetime) >= 0;
    }

    private void startSweeping() {
        if (sweeping.compareAndSet(false, true)) {
            FutureTimeout.runAfter(SWEEP_INTERVAL, this::sweep);
        }
    }

    // With the system's time: a clock that stands still would keep the secrets.
    private void sweep() {
        sessions.removeIf(cached -> System.nanoTime() - cached.readAtNanos >= lifetime.toNanos());
        sweeping.set(false);
        if (size() > 0) {
            startSweeping();
        }
    }

    int size() {
        return sessions.size();
    }
}
