package dev.idiolect.oauth.rest;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one call, and their outcomes as the filters report them. Synchronized, because the runtime chooses
 * the filters' threads. Calls no code of other classes while it holds its lock.
 */
final class CallRequests {

    /** In place of a number: no request. */
    static final int NONE = 0;

    private final Map<Challenge, Integer> retries = new EnumMap<>(Challenge.class);
    private @Nullable Challenge challenge;
    private @Nullable RuntimeException failure;
    private boolean hasSingleUseBody;
    private int count;
    private int countBeforeAttempt;
    private int open = NONE;

    /** Starts an attempt. A body that can be read only once allows only one request. */
    synchronized void startAttempt(boolean singleUseBody) {
        failure = null;
        hasSingleUseBody = singleUseBody;
        countBeforeAttempt = count;
    }

    /**
     * Starts a request of the current attempt and returns its number, or {@link #NONE} if the body was already sent and
     * cannot be sent again. An interceptor between this library and the server, such as that of {@code @Retry} on some
     * runtimes, may send several requests; results of earlier ones are discarded.
     */
    synchronized int start() {
        if (hasSingleUseBody && count > countBeforeAttempt) {
            return NONE;
        }
        challenge = null;
        failure = null;
        open = ++count;
        return count;
    }

    /**
     * Records that a request was refused, and returns whether the call will be retried. Only the newest request counts,
     * because an interceptor that sent it has abandoned the earlier ones.
     */
    synchronized boolean refused(int request, Challenge reason) {
        if (request != open || retries.getOrDefault(reason.kind(), 0) >= reason.maxRetries()) {
            return false;
        }
        challenge = reason;
        return true;
    }

    /** Records that a request succeeded. The call is then not retried, even if a parallel request fails. */
    synchronized void succeeded() {
        challenge = null;
        open = NONE;
    }

    /** Ends the current attempt. Returns the reason to retry it, or null if there is none. Returns each reason once. */
    synchronized @Nullable Challenge takeChallenge() {
        Challenge reason = challenge;
        if (reason != null) {
            retries.merge(reason.kind(), 1, Integer::sum);
        }
        succeeded();
        return reason;
    }

    /** Records the exception of a filter, because runtimes wrap exceptions that filters throw. */
    synchronized void failed(RuntimeException cause) {
        failure = cause;
    }

    /** Records the exception of the call for the response to a request. Only the newest request counts. */
    synchronized void failed(int request, RuntimeException cause) {
        if (request == count) {
            failure = cause;
        }
    }

    synchronized @Nullable RuntimeException failure() {
        return failure;
    }

    @Override
    public synchronized String toString() {
        return "requests=" + count + ", retries=" + retries;
    }
}
