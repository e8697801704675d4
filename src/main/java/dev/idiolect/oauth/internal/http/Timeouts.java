package dev.idiolect.oauth.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Timeouts of one request.
 *
 * @param connect limit for everything before the request is sent: name lookup, connection, TLS
 * @param response limit for the response, counted from the sending of the request, so a slow connection does not
 *     shorten it
 * @param sendDeadline the last moment for sending the request, or null if there is none
 */
record Timeouts(
        Duration connect, Duration response, @Nullable SendDeadline sendDeadline) {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /** Returns the same limit for connecting and for the response. */
    static Timeouts of(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be > 0, was " + timeout);
        }
        if (timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout must be less than 292 years, was " + timeout);
        }
        return new Timeouts(timeout, timeout, null);
    }

    Timeouts withSingleUse(SendDeadline deadline, Duration responseTimeout) {
        return new Timeouts(connect, responseTimeout, deadline);
    }

    /** Returns the deadline, by {@link System#nanoTime()}, for a connection attempt that begins now. */
    long connectDeadline() {
        long deadline = System.nanoTime() + connect.toNanos();
        return sendDeadline != null && sendDeadline.nanos() - deadline < 0 ? sendDeadline.nanos() : deadline;
    }

    /** Returns the limit for waiting for a thread. */
    Duration start() {
        return Duration.ofNanos(connectDeadline() - System.nanoTime());
    }

    boolean isTooLate() {
        return sendDeadline != null && sendDeadline.hasPassed();
    }

    ExchangeException connectTimedOut() {
        return ExchangeException.transientFailure(
                isTooLate()
                        ? "request not sent: no connection before its deadline"
                        : "no connection within " + connect.toMillis() + " ms");
    }

    ExchangeException responseTimedOut() {
        return ExchangeException.transientFailure("no complete response within " + response.toMillis() + " ms");
    }
}
