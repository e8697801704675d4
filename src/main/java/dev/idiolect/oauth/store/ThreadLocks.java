package dev.idiolect.oauth.store;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Provides fair locks between the threads of one store, one per DID. */
final class ThreadLocks {

    // A semaphore, because any thread may release the lock.
    private static final class Slot {
        final Semaphore free = new Semaphore(1, true);
        int users;
    }

    private final Map<String, Slot> slots = new HashMap<>();

    SessionLock lock(String did, Deadline deadline) {
        Slot slot = enter(did);
        boolean taken = false;
        try {
            taken = slot.free.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted(did);
        } finally {
            if (!taken) {
                leave(did, slot);
            }
        }
        if (!taken) {
            throw timeout(did, deadline);
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                slot.free.release();
                leave(did, slot);
            }
        };
    }

    /** Returns the number of DIDs that are locked or have waiting threads. */
    int size() {
        synchronized (slots) {
            return slots.size();
        }
    }

    static StoreException timeout(String did, Deadline deadline) {
        return new StoreException(
                "Timed out after " + deadline.timeout() + " waiting for another refresh, login or logout of " + did,
                true,
                null);
    }

    static StoreException interrupted(String did) {
        Thread.currentThread().interrupt();
        return new StoreException("Interrupted while waiting for the lock of " + did, true, null);
    }

    private Slot enter(String did) {
        synchronized (slots) {
            Slot slot = slots.computeIfAbsent(did, unused -> new Slot());
            slot.users++;
            return slot;
        }
    }

    private void leave(String did, Slot slot) {
        synchronized (slots) {
            if (--slot.users == 0) {
                slots.remove(did);
            }
        }
    }
}
