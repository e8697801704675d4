package dev.idiolect.oauth.dpop;

import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.LruCache;
import java.net.URI;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Creates DPoP proofs for all sessions and servers. Each proof contains the server's newest nonce and is issued by the
 * server's clock. Caches parsed keys. Thread-safe.
 */
public final class DpopProofFactory {

    // Includes the key's signature objects and their memory outside the heap.
    private static final int BYTES_PER_KEY = 8 << 10;

    // About 3,800 keys with a heap of 1 GiB.
    private static final long MAX_BYTES =
            Math.max(8L << 20, Runtime.getRuntime().maxMemory() / 32);

    private static final int HASHES = 1 << 13;

    /** The number of slots for a hash. With only one slot, keys whose slots collide would replace each other. */
    private static final int SLOTS = 4;

    private final DpopNonces nonces;
    private final ServerClocks clocks;
    private final @Nullable Provider provider;

    // By a hash of the private key, because its text must not stay in memory after a logout.
    private final LruCache<DpopKey> keys = new LruCache<>(Integer.MAX_VALUE, MAX_BYTES, key -> BYTES_PER_KEY);

    // The calls of a session repeat its key, and hashing takes longer than the lookup in keys.
    private final AtomicReferenceArray<HashedText> hashes = new AtomicReferenceArray<>(HASHES);

    /** Creates a factory with its own nonces, the JDK's crypto provider and the system clock. */
    public DpopProofFactory() {
        this(new DpopNonces(), null, Clock.systemUTC());
    }

    /**
     * Creates a factory.
     *
     * @param nonces the nonces of servers
     * @param provider the crypto provider that signs; null for the JDK's default
     * @param clock the local clock
     */
    public DpopProofFactory(DpopNonces nonces, @Nullable Provider provider, Clock clock) {
        this.nonces = nonces;
        this.provider = provider;
        clocks = new ServerClocks(clock);
    }

    /**
     * Returns a factory that signs with the named crypto provider. Amazon Corretto Crypto Provider and Conscrypt sign
     * over 20 times as fast as JDK 17. They must be on the class path.
     *
     * @param nonces the nonces of servers
     * @param provider {@code auto} for the fastest provider that is present and works, {@code jdk} for the JDK's
     *     default, {@code accp} for Amazon Corretto Crypto Provider, {@code conscrypt} for Conscrypt, or the name of a
     *     provider that is registered with {@link java.security.Security}
     * @param clock the local clock
     * @return the factory
     * @throws DpopException if the named provider is missing or cannot sign; never for {@code auto} and {@code jdk}
     */
    public static DpopProofFactory withProvider(DpopNonces nonces, String provider, Clock clock) {
        return new DpopProofFactory(nonces, SignatureProviders.find(provider), clock);
    }

    /**
     * Creates a proof for one attempt of a request.
     *
     * @param privateJwk the session's private key
     * @param method the HTTP method, exactly as sent
     * @param url the request's URL
     * @param accessToken the access token of the request to a resource server; null for an authorization server
     * @return the value of the {@code DPoP} header
     * @throws DpopException if the key or the URL is invalid, or signing fails
     */
    public String proof(String privateJwk, String method, URI url, @Nullable String accessToken) {
        String origin = DpopKey.origin(url);
        return key(privateJwk).proof(method, origin, url, accessToken, nonces.current(origin), clocks.now(origin));
    }

    /**
     * Returns the nonces of servers.
     *
     * @return the nonces that this factory uses, not a copy
     */
    public DpopNonces nonces() {
        return nonces;
    }

    /**
     * Corrects the clock offset of a server after it has rejected a proof. Later proofs for its origin use the server's
     * time.
     *
     * @param origin the server's origin in the form of {@link HttpOrigin}
     * @param date the value of the response's {@code Date} header, or null
     * @return whether the offset changed by 3 s or more, so that a retry is worthwhile
     */
    public boolean correctClock(String origin, @Nullable String date) {
        return clocks.correct(origin, date);
    }

    /**
     * Returns the clock offset of a server.
     *
     * @param origin the server's origin in the form of {@link HttpOrigin}
     * @return the server's time minus the local time; zero if unknown
     */
    public Duration clockOffset(String origin) {
        return clocks.offset(origin);
    }

    private DpopKey key(String privateJwk) {
        String hash = hash(privateJwk);
        DpopKey key = keys.get(hash);
        if (key == null) {
            key = DpopKey.of(privateJwk, provider);
            keys.put(hash, key);
        }
        return key;
    }

    private String hash(String privateJwk) {
        int first = privateJwk.hashCode() & (HASHES - SLOTS);
        for (int i = first; i < first + SLOTS; i++) {
            HashedText hashed = hashes.get(i);
            if (hashed != null && hashed.isOf(privateJwk)) {
                return hashed.hash();
            }
        }
        HashedText added = new HashedText(privateJwk);
        // A random slot, so that two keys do not replace each other at every call.
        hashes.set(first + ThreadLocalRandom.current().nextInt(SLOTS), added);
        return added.hash();
    }
}
