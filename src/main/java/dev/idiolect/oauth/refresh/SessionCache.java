package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions for a short time, so that a signed call needs no query of the store. A session that was replaced or
 * revoked elsewhere is noticed when its server refuses the access token. {@code Bearer} sessions are not kept, because
 * their access tokens outlive a logout. Thread-safe.
 */
final class SessionCache {

    private static final int MAX_SESSIONS = 10_000;
    private static final long MAX_BYTES = 32L << 20;
    private static final int STRIPES = 256;

    /** A session and when it was read. Not a record, because a session is a secret. */
    private static final class Cached {

        // Transient, so that no serializer writes it.
        private final transient OAuthSession session;
        private final Instant time;

        Cached(OAuthSession session, Instant time) {
            this.session = session;
            this.time = time;
        }
    }

    private final Duration lifetime;
    private final Clock clock;
    private final LruCache<Cached> sessions = new LruCache<>(MAX_SESSIONS, MAX_BYTES, SessionCache::bytes);

    // Counts the changes of accounts, so that a session which was read before a change is not kept after it.
    private final AtomicLongArray changes = new AtomicLongArray(STRIPES);

    /** {@code lifetime} is how long a session is kept; zero keeps none. */
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
                + 2L * LruCache.BYTES_PER_ENTRY;
    }

    /** Returns the kept session if it is usable, otherwise the loaded one, which is then kept. */
    OAuthSession get(String did, Predicate<OAuthSession> usable, Supplier<OAuthSession> load) {
        OAuthSession known = known(did);
        if (known != null && usable.test(known)) {
            return known;
        }
        long before = changes(did);
        OAuthSession loaded = load.get();
        keep(loaded, before);
        return loaded;
    }

    private @Nullable OAuthSession known(String did) {
        Cached cached = sessions.get(did);
        if (cached == null) {
            return null;
        }
        if (isExpired(cached)) {
            sessions.remove(did, cached);
            return null;
        }
        return cached.session;
    }

    // A negative age: the clock was set back.
    private boolean isExpired(Cached cached) {
        Duration age = Duration.between(cached.time, clock.instant());
        return age.isNegative() || age.compareTo(lifetime) >= 0;
    }

    /** Returns the number of changes of an account, for {@link #saved}. */
    long changes(String did) {
        return changes.get(stripe(did));
    }

    /** Keeps a session that was saved, unless the account has changed since then. */
    void saved(OAuthSession session, long before) {
        if (!keep(session, before)) {
            forget(session.did());
        }
    }

    private synchronized boolean keep(OAuthSession session, long before) {
        int stripe = stripe(session.did());
        if (lifetime.isZero() || session.isBearer() || changes.get(stripe) != before) {
            return false;
        }
        changes.incrementAndGet(stripe);
        sessions.removeEldestIf(this::isExpired);
        sessions.put(session.did(), new Cached(session, clock.instant()));
        return true;
    }

    /** Removes the session of an account. */
    synchronized void forget(String did) {
        changes.incrementAndGet(stripe(did));
        sessions.remove(did);
    }

    private static int stripe(String did) {
        return Math.floorMod(did.hashCode(), STRIPES);
    }
}
