package dev.idiolect.oauth.internal.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many threads of a pool work for one host, and for all hosts of a domain, so that slow ones leave threads
 * for the others. Further tasks wait, up to a limit for each host. Thread-safe.
 *
 * <p>A domain can always use one thread. It gets further ones only while they are no more than the free ones and, unless its
 * server has responded promptly, while less than half of the pool is in use. So many slow servers leave threads too.
 */
final class ServerShares {

    private static final int HOST_FRACTION = 16;
    private static final int OWNER_FRACTION = 8;
    private static final int WAITING_PER_THREAD = 40;
    private static final int MAX_PROMPT = 1_000;
    private static final Duration PROMPT = Duration.ofSeconds(2);

    /**
     * The right to run a task for a server.
     *
     * @param start when it was granted, by the nano clock
     */
    record Permit(String server, long start) {}

    /** The tasks for one host, oldest first. */
    private static final class Share {
        private final Deque<Long> starts = new ArrayDeque<>();
        private int waiting;
    }

    private final int threads;
    private final LongSupplier nanoClock;
    private final Map<String, Share> shares = new HashMap<>();
    private final Map<String, Integer> runningByOwner = new HashMap<>();
    private final LruCache<Boolean> prompt = new LruCache<>(MAX_PROMPT);
    private int running;

    ServerShares(int threads, LongSupplier nanoClock) {
        this.threads = threads;
        this.nanoClock = nanoClock;
    }

    /**
     * Returns a permit if a task may start now or within a time limit, to be released after the task; otherwise null.
     */
    synchronized @Nullable Permit acquire(String server, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Share share = shares.computeIfAbsent(server, key -> new Share());
        if (share.waiting >= WAITING_PER_THREAD * hostLimit()) {
            return null;
        }
        share.waiting++;
        try {
            String owner = HostNames.owner(server);
            while (!mayStart(server, share, runningByOwner.getOrDefault(owner, 0))) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return null;
                }
                wait(left);
            }
            Permit permit = new Permit(server, nanoClock.getAsLong());
            share.starts.add(permit.start());
            runningByOwner.merge(owner, 1, Integer::sum);
            running++;
            return permit;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            share.waiting--;
            forget(server, share);
        }
    }

    private boolean mayStart(String server, Share share, int ofOwner) {
        if (share.starts.size() >= hostLimit() || ofOwner >= Math.max(1, threads / OWNER_FRACTION)) {
            return false;
        }
        // Of many owners whose servers were prompt at first, each leaves as many threads as it has.
        return ofOwner == 0 || (ofOwner < threads - running && (isPrompt(server, share) || running < threads / 2));
    }

    private int hostLimit() {
        return Math.max(1, threads / HOST_FRACTION);
    }

    private boolean isPrompt(String server, Share share) {
        return Boolean.TRUE.equals(prompt.get(server)) && isPrompt(share.starts.peek());
    }

    private boolean isPrompt(@Nullable Long start) {
        return start == null || nanoClock.getAsLong() - start <= PROMPT.toNanos();
    }

    synchronized void release(Permit permit) {
        String server = permit.server();
        Share share = shares.get(server);
        if (share != null && share.starts.remove(permit.start())) {
            prompt.put(server, isPrompt(permit.start()));
            runningByOwner.computeIfPresent(HostNames.owner(server), (owner, count) -> count == 1 ? null : count - 1);
            running--;
            forget(server, share);
            notifyAll();
        }
    }

    private void forget(String server, Share share) {
        if (share.starts.isEmpty() && share.waiting == 0) {
            shares.remove(server);
        }
    }
}
