package dev.idiolect.oauth.store.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Pauses between attempts, with exponential backoff and jitter. */
public final class Backoff {

    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(50);

    private final long longest;
    private long next;

    public Backoff() {
        this(FIRST, LONGEST);
    }

    private Backoff(long first, long longest) {
        this.next = first;
        this.longest = longest;
    }

    public static Backoff between(Duration first, Duration longest) {
        return new Backoff(first.toNanos(), longest.toNanos());
    }

    /** Sleeps, but not past the deadline. */
    public void pause(Deadline deadline) throws InterruptedException {
        long pause = next / 2 + ThreadLocalRandom.current().nextLong(next / 2 + 1);
        next = Math.min(next * 2, longest);
        TimeUnit.NANOSECONDS.sleep(Math.min(pause, deadline.nanosLeft()));
    }

    /** Sleeps like {@link #pause}. Returns false, with the interrupt status set, if interrupted. */
    public boolean tryPause(Deadline deadline) {
        try {
            pause(deadline);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Repeats an attempt until it succeeds or the deadline passes, ignoring interrupts. Returns whether it succeeded.
     */
    public static boolean until(Deadline deadline, BooleanSupplier attempt) {
        Backoff backoff = new Backoff();
        boolean interrupted = false;
        try {
            while (!attempt.getAsBoolean()) {
                if (deadline.isOver()) {
                    return false;
                }
                try {
                    backoff.pause(deadline);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
