package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionFormatException;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

// example: begin
public final class MyTokenStore implements OAuthTokenStore {

    private final MyDatabase database;

    public MyTokenStore(MyDatabase database) {
        this.database = database;
    }

    @Override
    public void save(OAuthSession session) {
        database.rows.put(session.did(), session.toJson());
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        String row = database.rows.get(Did.require(did));
        try {
            return Optional.ofNullable(row).map(OAuthSession::fromJson);
        } catch (SessionFormatException e) {
            throw StoreException.unreadable("Cannot read the session of " + did, e);
        }
    }

    @Override
    public void delete(String did) {
        database.rows.remove(Did.require(did));
    }

    @Override
    public List<String> listDids() {
        return database.rows.keySet().stream().sorted().toList();
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        Semaphore semaphore = database.locks.computeIfAbsent(Did.require(did), key -> new Semaphore(1));
        try {
            if (!semaphore.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw StoreException.transientFailure("Timed out waiting for the lock of " + did, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.transientFailure("Interrupted while waiting for the lock of " + did, e);
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.compareAndSet(true, false)) {
                semaphore.release();
            }
        };
    }
}
// example: end
