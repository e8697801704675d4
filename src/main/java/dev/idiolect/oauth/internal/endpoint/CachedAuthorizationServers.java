package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Caches the authorization server metadata of each PDS for ten minutes, or longer while the servers cannot be reached.
 * Safe for use by many threads.
 */
public final class CachedAuthorizationServers {

    private static final Duration FRESH_FOR = Duration.ofMinutes(10);
    private static final int LIMIT = 1000;

    private record Entry(AuthorizationServerMetadata metadata, Instant requestedAt) {

        // Negative ages are stale too: a clock that was set back must not keep an entry forever.
        boolean isFresh(Instant now) {
            return !now.isBefore(requestedAt) && now.isBefore(requestedAt.plus(FRESH_FOR));
        }
    }

    private final AuthorizationServers servers;
    private final Clock clock;
    private final LruCache<Entry> entries = new LruCache<>(LIMIT);

    public CachedAuthorizationServers(SsrfSafeHttpClient http, Clock clock) {
        this.servers = new AuthorizationServers(http);
        this.clock = clock;
    }

    /**
     * Returns the metadata of a PDS's authorization server. Only a PDS at a loopback {@code http} URL may name a server
     * on this machine.
     *
     * @throws DiscoveryException if a server cannot be reached and nothing is cached, or if metadata is invalid
     */
    public AuthorizationServerMetadata ofPds(String pdsUrl) {
        String origin = AuthorizationServers.pdsOrigin(pdsUrl);
        Entry cached = entries.get(origin);
        // Not the time of the response: the metadata may change in between.
        Instant requestedAt = clock.instant();
        if (cached != null && cached.isFresh(requestedAt)) {
            return cached.metadata();
        }
        AuthorizationServerMetadata metadata;
        try {
            metadata = fetch(origin);
        } catch (DiscoveryException e) {
            if (e.isTransient() && cached != null) {
                return cached.metadata();
            }
            throw e;
        }
        entries.put(origin, new Entry(metadata, requestedAt));
        return metadata;
    }

    /** Removes a PDS from the cache, because its metadata turned out to be outdated. */
    public void forget(String pdsUrl) {
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
