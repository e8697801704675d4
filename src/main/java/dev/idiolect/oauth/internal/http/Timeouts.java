package dev.idiolect.oauth.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long one request may take.
 *
 * @param toConnect the limit for all before it is sent, from when a thread has taken it
 * @param toAnswer the limit for the answer, from then on: slow connecting takes nothing of it
 * @param sentBy when it may be sent at the latest, as {@link System#nanoTime()} counts, or null if that does not matter
 */
record Timeouts(
        Duration toConnect, Duration toAnswer, @Nullable Long sentBy) {

    /** Returns the same limit for both. */
    static Timeouts of(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be > 0, was " + timeout);
        }
        try {
            timeout.toNanos();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("timeout must be less than 292 years, was " + timeout, e);
        }
        return new Timeouts(timeout, timeout, null);
    }

    Timeouts withSingleUseDeadline(Duration within, Duration answer) {
        return new Timeouts(toConnect, answer, System.nanoTime() + within.toNanos());
    }

    /** Returns when connecting has to end that begins now, as {@link System#nanoTime()} counts. */
    long connectedBy() {
        long by = System.nanoTime() + toConnect.toNanos();
        return sentBy != null && sentBy - by < 0 ? sentBy : by;
    }

    /** Returns how long it may wait for a thread. */
    Duration toStart() {
        return Duration.ofNanos(connectedBy() - System.nanoTime());
    }

    boolean isTooLate() {
        return sentBy != null && sentBy - System.nanoTime() <= 0;
    }

    /** Returns why a request was not sent, where connecting took all of its time. */
    ExchangeException noConnection() {
        return ExchangeException.transientFailure(
                isTooLate()
                        ? "no connection before it was too late to send anything"
                        : "no connection within " + toConnect.toMillis() + " ms");
    }

    ExchangeException noAnswer() {
        return ExchangeException.transientFailure("no whole answer within " + toAnswer.toMillis() + " ms");
    }
}
