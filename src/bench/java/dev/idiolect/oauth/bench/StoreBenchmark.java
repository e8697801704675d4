package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.session.OAuthSession;
import org.openjdk.jmh.annotations.Benchmark;

/** Reads and saves one of many sessions. */
public class StoreBenchmark {

    /** Reads the store in each call. */
    @Benchmark
    public OAuthSession refreshIfNeeded(StoreState state) {
        return state.refresher().refreshIfNeeded(Sessions.anyDid(state.sessions()));
    }

    /** Reads the store if the session is not in the cache of five seconds. */
    @Benchmark
    public OAuthSession refreshIfNeededCached(StoreState state) {
        return state.caching().refreshIfNeeded(Sessions.anyDid(state.sessions()));
    }

    @Benchmark
    public OAuthSession save(StoreState state) {
        OAuthSession session = Sessions.any(state.sessions());
        state.store().save(session);
        return session;
    }
}
