package dev.idiolect.oauth.store;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One lock a DID among the threads that share one store, first come, first served. */
final class ThreadLocks {

    // A semaphore, because a lock may be given back by another thread than the one that took it.
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
            throw LockFailures.interrupted(did);
        } finally {
            if (!taken) {
                leave(did, slot);
            }
        }
        if (!taken) {
            throw LockFailures.timeout(did, deadline);
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                slot.free.release();
                leave(did, slot);
            }
        };
    }

    /** Returns how many DIDs somebody holds or waits for. */
    int size() {
        synchronized (slots) {
            return slots.size();
        }
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
