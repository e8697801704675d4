package dev.idiolect.oauth.testkit.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Holds requests until a test opens the gate. */
public final class Gate {

    private static final long LIMIT_SECONDS = 20;

    private final Semaphore arrived = new Semaphore(0);
    private final CountDownLatch open = new CountDownLatch(1);

    /** Waits until one more request has arrived at the gate. */
    public void awaitArrival() {
        awaitArrivals(1);
    }

    /** Waits until more requests have arrived at the gate. */
    public void awaitArrivals(int count) {
        try {
            if (!arrived.tryAcquire(count, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no " + count + " requests in " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Opens the gate for all requests, now and later. */
    public void open() {
        open.countDown();
    }

    /** Waits at the gate. */
    public void pass() throws InterruptedException {
        arrived.release();
        if (!open.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a gate was never opened");
        }
    }
}
