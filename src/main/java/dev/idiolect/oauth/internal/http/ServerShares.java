package dev.idiolect.oauth.internal.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits how many threads of a pool work for one server, so that a slow one leaves threads for the others: at most a
 * quarter of the pool, and less while many are busy. Further tasks wait, a bounded number for each server. Thread-safe.
 */
final class ServerShares {

    private static final int FRACTION = 4;
    private static final int WAITING_PER_THREAD = 10;

    /** The tasks for one server. */
    private static final class Share {
        private int running;
        private int waiting;
    }

    private final int threads;
    private final Map<String, Share> shares = new HashMap<>();
    private int running;

    ServerShares(int threads) {
        this.threads = threads;
    }

    /** Returns whether a task for a server may start now or within a time limit. Then {@link #release} must follow. */
    synchronized boolean acquire(String server, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Share share = shares.computeIfAbsent(server, key -> new Share());
        if (share.waiting >= WAITING_PER_THREAD * threads / FRACTION) {
            return false;
        }
        share.waiting++;
        try {
            while (share.running >= limit()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            share.running++;
            running++;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            share.waiting--;
            forget(server, share);
        }
    }

    // A quarter of what is free besides: many slow servers leave a thread for the next one longer than with fixed
    // shares.
    private int limit() {
        return Math.max(1, (threads - running) / FRACTION);
    }

    synchronized void release(String server) {
        Share share = shares.get(server);
        if (share != null) {
            share.running--;
            running--;
            forget(server, share);
            notifyAll();
        }
    }

    private void forget(String server, Share share) {
        if (share.running == 0 && share.waiting == 0) {
            shares.remove(server);
        }
    }
}
