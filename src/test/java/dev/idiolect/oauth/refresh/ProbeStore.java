package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The in-memory store, counting and failing on demand. */
final class ProbeStore implements OAuthTokenStore {

    private final InMemoryOAuthTokenStore store = new InMemoryOAuthTokenStore();
    final AtomicInteger locks = new AtomicInteger();
    final AtomicInteger loads = new AtomicInteger();
    volatile boolean failSaves;
    volatile boolean failLocks;
    volatile Duration closesIn;
    volatile Duration longestWait = Duration.ofMinutes(1);
    volatile Runnable beforeLoad = () -> {};
    volatile Runnable afterSave = () -> {};
    volatile Runnable afterUnlock = () -> {};

    @Override
    public void save(OAuthSession session) {
        if (failSaves) {
            throw new StoreException("no space left");
        }
        store.save(session);
        afterSave.run();
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        loads.incrementAndGet();
        beforeLoad.run();
        return store.load(did);
    }

    @Override
    public void delete(String did) {
        store.delete(did);
    }

    @Override
    public List<String> listDids() {
        return store.listDids();
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        locks.incrementAndGet();
        if (failLocks) {
            throw new StoreException("held by another");
        }
        SessionLock lock = store.lock(did, timeout.compareTo(longestWait) < 0 ? timeout : longestWait);
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
