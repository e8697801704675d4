package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.internal.http.PastTime;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Caches the authorization server metadata of each PDS for ten minutes. If a later fetch fails, keeps using the cached
 * metadata and tries again after a pause. Safe for use by many threads.
 */
public final class CachedAuthorizationServers {

    private static final Logger LOG = System.getLogger(CachedAuthorizationServers.class.getName());

    private static final Duration FRESH_FOR = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int LIMIT = 1000;
    // Usual metadata takes 2 kB.
    private static final long MAX_BYTES = 4L << 20;

    /**
     * Cached metadata.
     *
     * @param fetch the number of the fetch that read it; unlike times, numbers stay in order if the clock is set back
     * @param requestedAt when it was last requested, with or without success
     * @param outdated whether the next call fetches the metadata again, even within the ten minutes
     * @param pause the pause after a failed fetch; otherwise zero
     */
    private record Entry(
            AuthorizationServerMetadata metadata, long fetch, PastTime requestedAt, boolean outdated, Duration pause) {

        boolean isUsable(Instant now) {
            return (!outdated && requestedAt.isWithin(FRESH_FOR, now)) || requestedAt.isWithin(pause, now);
        }

        Entry outdated(PastTime lastRequest, Duration newPause) {
            return new Entry(metadata, fetch, lastRequest, true, newPause);
        }

        static Entry newest(Entry a, Entry b) {
            return a.fetch > b.fetch ? a : b;
        }
    }

    private final AuthorizationServers servers;
    private final Clock clock;
    private final LruCache<Entry> entries =
            new LruCache<>(LIMIT, MAX_BYTES, entry -> entry.metadata().bytes());
    private final AtomicLong fetches = new AtomicLong();

    public CachedAuthorizationServers(SsrfSafeHttpClient http, Clock clock) {
        this.servers = new AuthorizationServers(http);
        this.clock = clock;
    }

    /**
     * Returns the metadata of a PDS's authorization server. Only a PDS at a loopback {@code http} URL may name a server
     * on this machine.
     *
     * @throws DiscoveryException if a server cannot be read and nothing is cached, or if the server's own metadata is
     *     invalid
     */
    public AuthorizationServerMetadata ofPds(String pdsUrl) {
        String origin = AuthorizationServers.pdsOrigin(pdsUrl);
        Entry cached = entries.get(origin);
        // Not the time of the response: the metadata may change in between.
        PastTime requestedAt = new PastTime(clock.instant());
        if (cached != null && cached.isUsable(requestedAt.instant())) {
            return cached.metadata();
        }
        long fetch = fetches.incrementAndGet();
        AuthorizationServerMetadata metadata;
        try {
            metadata = fetch(origin);
        } catch (DiscoveryException e) {
            if (cached == null || e.isFinal()) {
                throw e;
            }
            LOG.log(Level.DEBUG, "Using the cached metadata of {0}: {1}", origin, e.getMessage());
            if (entries.replace(origin, cached, cached.outdated(requestedAt, pause(e)))) {
                return cached.metadata();
            }
            // Another thread has changed the entry meanwhile.
            Entry newer = entries.get(origin);
            return newer == null ? cached.metadata() : newer.metadata();
        }
        // Another thread may have begun later and finished earlier.
        Entry fetched = new Entry(metadata, fetch, requestedAt, false, Duration.ZERO);
        return entries.merge(origin, fetched, Entry::newest).metadata();
    }

    private static Duration pause(DiscoveryException e) {
        return Durations.min(Durations.max(e.retryAfter().orElse(PAUSE), PAUSE), LONGEST_PAUSE);
    }

    /**
     * Marks the metadata of a PDS as outdated, so that the next call fetches it again. If that fails, the cached
     * metadata is still used.
     */
    public void forget(String pdsUrl) {
        String origin = AuthorizationServers.pdsOrigin(pdsUrl);
        Entry cached = entries.get(origin);
        if (cached != null) {
            entries.replace(origin, cached, cached.outdated(cached.requestedAt(), cached.pause()));
        }
    }

    /** Removes the metadata of a PDS, because it does not match a session. If the next fetch fails, the call fails. */
    public void drop(String pdsUrl) {
        entries.remove(AuthorizationServers.pdsOrigin(pdsUrl));
    }

    private AuthorizationServerMetadata fetch(String pdsOrigin) {
        // All requests use the PDS's scope, so a remote PDS cannot name a server on this machine.
        AuthorizationServers scoped = servers.scopedTo(URI.create(pdsOrigin));
        AuthorizationServerMetadata metadata = scoped.metadata(scoped.issuerOf(pdsOrigin), pdsOrigin);
        metadata.requireValidEndpoints();
        metadata.tokenEndpoint();
        return metadata;
    }
}
