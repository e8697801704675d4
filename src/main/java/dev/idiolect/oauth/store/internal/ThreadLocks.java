package dev.idiolect.oauth.store.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Provides fair locks between the threads of one store, one per DID. Any thread may release a lock. */
public final class ThreadLocks {

    // A semaphore, because any thread may release the lock.
    private static final class Slot {
        final Semaphore free = new Semaphore(1, true);
        int users;
    }

    private final Map<String, Slot> slots = new HashMap<>();
    private final Failure failure;
    private volatile @Nullable Deadline closing;

    /** @param failure creates the transient exception for a lock that was not acquired */
    public ThreadLocks(Failure failure) {
        this.failure = failure;
    }

    /** Acquires the lock of a DID. Returns an action that releases it. Only its first run has an effect. */
    public Runnable lock(String did, Deadline deadline) {
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

    /**
     * Starts closing, and waits until the locks are released and no thread waits. Interrupts do not end the wait.
     *
     * @return false if locks are still held after that time
     */
    public boolean close(Duration patience) {
        Deadline deadline = Deadline.after(patience);
        closing = deadline;
        return Backoff.until(deadline, () -> size() == 0);
    }

    /** Returns the end of the wait of {@link #close}, or null before it. */
    public @Nullable Deadline closing() {
        return closing;
    }

    /** Returns whether the wait of {@link #close} lasts longer than a time, or has not started. */
    public boolean remainFor(Duration time) {
        Deadline end = closing;
        return end == null || end.nanosLeft() > time.toNanos();
    }

    /** Returns the number of DIDs that are locked or have waiting threads. */
    private int size() {
        synchronized (slots) {
            return slots.size();
        }
    }

    /**
     * Repeats an attempt until it returns a value.
     *
     * @throws RuntimeException the failure after the deadline, or if the thread is interrupted
     */
    public <T> T poll(String did, Deadline deadline, Backoff backoff, Supplier<Optional<T>> attempt) {
        while (true) {
            Optional<T> result = attempt.get();
            if (result.isPresent()) {
                return result.get();
            }
            if (deadline.isOver()) {
                throw timeout(did, deadline);
            }
            try {
                backoff.pause(deadline);
            } catch (InterruptedException e) {
                throw interrupted(did);
            }
        }
    }

    private RuntimeException timeout(String did, Deadline deadline) {
        return failure.exception(
                "Timed out after " + deadline.timeout() + " waiting for another refresh, login or logout of " + did,
                null);
    }

    private RuntimeException interrupted(String did) {
        Thread.currentThread().interrupt();
        return failure.exception("Interrupted while waiting for the lock of " + did, null);
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
