package dev.idiolect.oauth.contracts;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A correct store with leases. Several stores can share data, as hosts share a database. Subclasses break rules. */
class LeaseStore implements OAuthTokenStore, AutoCloseable {

    /** The content of a database. Its monitor guards the leases, and makes replacements atomic. */
    static final class Data {
        final Map<String, OAuthSession> sessions = new ConcurrentSkipListMap<>();
        final Map<String, Lease> leases = new HashMap<>();
        final PendingLogins logins = PendingLogins.inMemory(Clock.systemUTC());
    }

    /** The lease of one account. */
    static final class Lease {
        Held owner;
        boolean expired;
        boolean permitted;

        Lease(Held owner) {
            this.owner = owner;
        }
    }

    final Data data;

    /** Contains and guards the leases. */
    final Data locks;

    volatile boolean closed;

    LeaseStore(Data data) {
        this(data, data);
    }

    LeaseStore(Data data, Data locks) {
        this.data = data;
        this.locks = locks;
    }

    /** Returns the name of an account's lock. */
    String key(String did) {
        return did;
    }

    @Override
    public void save(OAuthSession session) {
        synchronized (data) {
            put(session.did(), session);
        }
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return Optional.ofNullable(data.sessions.get(Did.require(did)));
    }

    @Override
    public void delete(String did) {
        synchronized (data) {
            put(Did.require(did), null);
        }
    }

    /** Changes the session. This ends the permit of its refresh. */
    void put(String did, @Nullable OAuthSession session) {
        if (session == null) {
            data.sessions.remove(did);
        } else {
            data.sessions.put(did, session);
        }
        synchronized (locks) {
            Lease lease = locks.leases.get(key(did));
            if (lease != null) {
                lease.permitted = false;
            }
            locks.notifyAll();
        }
    }

    @Override
    public List<String> listDids() {
        return List.copyOf(data.sessions.keySet());
    }

    @Override
    public List<SessionSummary> sessions(@Nullable String after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is not positive");
        }
        String start = after == null ? "" : Did.require(after);
        return page(start, limit);
    }

    List<SessionSummary> page(String start, int limit) {
        return data.sessions.values().stream()
                .filter(session -> session.did().compareTo(start) > 0)
                .limit(limit)
                .map(SessionSummary::of)
                .toList();
    }

    @Override
    public boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
        synchronized (data) {
            if (!isSame(load(did).orElse(null), expected)) {
                return false;
            }
            put(did, replacement);
            return true;
        }
    }

    boolean isSame(@Nullable OAuthSession one, @Nullable OAuthSession other) {
        return one == null || other == null ? one == other : one.refreshJwt().equals(other.refreshJwt());
    }

    @Override
    public Optional<PendingLogins> pendingLogins() {
        return Optional.of(data.logins);
    }

    @Override
    public SessionLock lockForLogin(String did, Duration timeout) {
        return () -> {};
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        Held held = held(Did.require(did));
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (locks) {
            requireOpen();
            while (!held.acquire()) {
                pause(did, end);
                requireOpen();
            }
        }
        return held;
    }

    Held held(String did) {
        return new Held(this, did);
    }

    /** Waits until a lease may have changed. */
    void pause(String did, long end) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw timedOut(did);
        }
        try {
            TimeUnit.NANOSECONDS.timedWait(locks, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
        } catch (InterruptedException e) {
            throw interrupted(did);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw StoreException.permanentFailure("The store is closed: open it again", null);
        }
    }

    RuntimeException timedOut(String did) {
        return StoreException.transientFailure("Timed out waiting for the lock of " + did, null);
    }

    RuntimeException interrupted(String did) {
        Thread.currentThread().interrupt();
        return StoreException.transientFailure("Interrupted while waiting for the lock of " + did, null);
    }

    @Override
    public void close() {
        synchronized (locks) {
            closed = true;
            locks.notifyAll();
        }
    }

    @Override
    public String toString() {
        return "LeaseStore";
    }

    /** A lock that holds a lease. */
    static class Held implements SessionLock {

        final LeaseStore store;
        final Data locks;
        final String did;
        private final String key;

        Held(LeaseStore store, String did) {
            this.store = store;
            this.locks = store.locks;
            this.did = did;
            this.key = store.key(did);
        }

        @Nullable
        Lease lease() {
            return locks.leases.get(key);
        }

        void release() {
            locks.leases.remove(key);
            locks.notifyAll();
        }

        /** Takes the lease if it is free. */
        boolean acquire() {
            Lease lease = lease();
            if (lease != null && !isFree(lease)) {
                return false;
            }
            locks.leases.put(key, new Lease(this));
            return true;
        }

        boolean isFree(Lease lease) {
            return lease.expired && !lease.permitted;
        }

        boolean owns(@Nullable Lease lease) {
            return lease != null && lease.owner == this;
        }

        @Override
        public boolean permit(OAuthSession session) {
            synchronized (locks) {
                Lease lease = lease();
                if (!owns(lease)
                        || lease.expired
                        || !store.isSame(store.load(did).orElse(null), session)) {
                    return false;
                }
                lease.permitted = true;
                return true;
            }
        }

        @Override
        public void withdraw() {
            synchronized (locks) {
                Lease lease = lease();
                if (owns(lease)) {
                    lease.permitted = false;
                }
            }
        }

        @Override
        public void close() {
            synchronized (locks) {
                if (owns(lease())) {
                    release();
                }
            }
        }
    }
}
