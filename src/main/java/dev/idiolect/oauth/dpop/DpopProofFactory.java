package dev.idiolect.oauth.dpop;

import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.LruCache;
import java.net.URI;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes proofs for any session and any server: with the newest nonce and the corrected clock of the server, and with each
 * session's key parsed once. Safe for use by many threads.
 */
public final class DpopProofFactory {

    private static final int KEPT_PROVERS = 1000;

    private final DpopNonces nonces;
    private final ServerClocks clocks;
    private final @Nullable Provider provider;
    private final LruCache<DpopKey> provers = new LruCache<>(KEPT_PROVERS);

    /** Creates proofs with nonces of their own, the JDK's provider and the system's clock. */
    public DpopProofFactory() {
        this(new DpopNonces(), null, Clock.systemUTC());
    }

    /**
     * Creates proofs with given parts.
     *
     * @param nonces where the nonces are kept
     * @param provider what signs, such as {@link DpopSignatureProviders} finds it; null for the JDK's choice
     * @param clock the local time
     */
    public DpopProofFactory(DpopNonces nonces, @Nullable Provider provider, Clock clock) {
        this.nonces = nonces;
        this.provider = provider;
        clocks = new ServerClocks(clock);
    }

    /**
     * Returns a fresh proof for one try of a request.
     *
     * @param privateJwk the session's private key
     * @param method the HTTP method, in the case in which it is sent
     * @param url the request's URL
     * @param accessToken the access token that goes with the request; null at an authorization server
     * @return the value of the {@code DPoP} header
     * @throws DpopException if the key or the URL is unusable, or signing fails
     */
    public String proof(String privateJwk, String method, URI url, @Nullable String accessToken) {
        String origin = DpopKey.origin(url);
        return prover(privateJwk).proof(method, url, accessToken, nonces.current(origin), clocks.now(origin));
    }

    /**
     * Returns where the nonces are kept.
     *
     * @return the nonces, live
     */
    public DpopNonces nonces() {
        return nonces;
    }

    /**
     * Learns a server's clock from a response in which it refused a proof; proofs for its origin are then issued by that
     * clock.
     *
     * @param origin the server's origin in the form of {@link HttpOrigin}
     * @param date the value of the response's {@code Date} header, or null
     * @return whether the next proof's time will be noticeably different, so that one more try is worthwhile
     */
    public boolean learnClock(String origin, @Nullable String date) {
        return clocks.learn(origin, date);
    }

    /**
     * Returns how far a server's clock is ahead of ours, as far as is known; proofs for its origin are issued by it.
     *
     * @param origin the server's origin in the form of {@link HttpOrigin}
     * @return the difference, negative if the server's clock is behind; zero if nothing is known
     */
    public Duration clockOffset(String origin) {
        return clocks.offset(origin);
    }

    private DpopKey prover(String privateJwk) {
        DpopKey prover = provers.get(privateJwk);
        if (prover == null) {
            prover = DpopKey.of(privateJwk, provider);
            provers.put(privateJwk, prover);
        }
        return prover;
    }
}
