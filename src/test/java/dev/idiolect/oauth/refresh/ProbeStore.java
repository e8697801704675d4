package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An in-memory store that counts calls and fails on demand. */
final class ProbeStore extends DelegatingTokenStore {

    final AtomicInteger locks = new AtomicInteger();
    final AtomicInteger loads = new AtomicInteger();
    volatile boolean failSaves;
    volatile boolean failLocks;
    volatile @Nullable RuntimeException lockFailure;
    volatile Duration closesIn;
    volatile Duration longestWait = Duration.ofMinutes(1);
    volatile Runnable beforeLoad = () -> {};
    volatile Runnable afterSave = () -> {};
    volatile Runnable afterUnlock = () -> {};

    ProbeStore() {
        super(new InMemoryOAuthTokenStore());
    }

    @Override
    public void save(OAuthSession session) {
        if (failSaves) {
            throw StoreException.permanentFailure("no space left", null);
        }
        super.save(session);
        afterSave.run();
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        beforeLoad.run();
        Optional<OAuthSession> session = super.load(did);
        // Counted last: a test that waits for the count knows that the caller has its session.
        loads.incrementAndGet();
        return session;
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        RuntimeException failure = lockFailure;
        locks.incrementAndGet();
        if (failure != null) {
            throw failure;
        }
        if (failLocks) {
            throw StoreException.transientFailure("held by another", null);
        }
        SessionLock lock = super.lock(did, timeout.compareTo(longestWait) < 0 ? timeout : longestWait);
        return new SessionLock() {
            @Override
            public boolean remainsValidFor(Duration time) {
                return closesIn == null || closesIn.compareTo(time) > 0;
            }

            @Override
            public void close() {
                lock.close();
                afterUnlock.run();
            }
        };
    }
}
