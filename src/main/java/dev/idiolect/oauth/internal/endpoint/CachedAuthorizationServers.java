package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the authorization server of each PDS for ten minutes, and uses it for longer while the servers cannot be reached. Safe
 * for use by many threads.
 */
public final class CachedAuthorizationServers {

    private static final Duration FRESH_FOR = Duration.ofMinutes(10);
    private static final int LIMIT = 1000;

    private record Entry(AuthorizationServerMetadata metadata, Instant fetchedAt) {

        // From both sides: a clock that was set back must not keep an entry for ever.
        boolean isFresh(Instant now) {
            return !now.isBefore(fetchedAt) && now.isBefore(fetchedAt.plus(FRESH_FOR));
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
     * Returns the metadata of the authorization server that a PDS names. Only a PDS that is itself on this machine, by http, can
     * lead to a server on this machine.
     *
     * @throws DiscoveryException if a server cannot be reached and nothing is known of it, or if metadata is invalid
     */
    public AuthorizationServerMetadata ofPds(String pdsUrl) {
        String origin = AuthorizationServers.origin(pdsUrl);
        Entry known = entries.get(origin);
        if (known != null && known.isFresh(clock.instant())) {
            return known.metadata();
        }
        AuthorizationServerMetadata metadata;
        try {
            metadata = fetch(origin);
        } catch (DiscoveryException e) {
            if (e.isTransient() && known != null) {
                return known.metadata();
            }
            throw e;
        }
        entries.put(origin, new Entry(metadata, clock.instant()));
        return metadata;
    }

    /** Makes the next {@link #ofPds} fetch the metadata, after the known ones turned out to be useless. */
    public void forget(String pdsUrl) {
        entries.remove(AuthorizationServers.origin(pdsUrl));
    }

    private AuthorizationServerMetadata fetch(String pdsOrigin) {
        // One scope for the whole way: a server elsewhere cannot lead to this machine.
        AuthorizationServers scoped = servers.scopedTo(URI.create(pdsOrigin));
        AuthorizationServerMetadata metadata = scoped.metadata(scoped.issuerOf(pdsOrigin), pdsOrigin);
        metadata.tokenEndpoint();
        return metadata;
    }
}
