package dev.idiolect.oauth.telemetry;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Receives what the library reports to monitoring. In a container, adapters for OpenTelemetry and Micrometer are used if
 * their APIs are present. An application can implement this interface for another system.
 *
 * <p>All attribute values are from small, fixed sets, which {@link Operation} and {@link Counter} list. They never
 * contain an account, a host, a state or a token.
 *
 * <p>Implementations are thread-safe and fast, because they are called during calls. An exception that an implementation
 * throws is logged once, and affects nothing else. Later versions may add default methods.
 */
public interface Telemetry {

    /**
     * Starts an operation. Called on the thread that runs the operation, so an implementation may start a span and make
     * it current.
     *
     * @param operation the kind of operation
     * @param detail the value of {@link Operation#detailKey}; null if the operation has none
     * @return the running operation; its end is reported on the same thread
     */
    RunningOperation start(Operation operation, @Nullable String detail);

    /**
     * Adds to a counter.
     *
     * @param counter the counter
     * @param value the value of {@link Counter#key}; null if the counter has none
     * @param amount the number to add, positive
     */
    void count(Counter counter, @Nullable String value, long amount);

    /**
     * Registers a current value. It replaces the earlier supplier of the same gauge.
     *
     * @param gauge the gauge
     * @param value returns the current value, or empty if it is not known. It may block for the time of a query
     * @return removes the supplier when it is closed
     */
    Registration gauge(Gauge gauge, Supplier<OptionalLong> value);

    /**
     * Called on the thread of a request that is sent again, after a server has refused it without processing it.
     *
     * @param resendCount how often the request was sent again, from 1
     */
    default void resending(int resendCount) {}

    /**
     * Returns a task that runs in the context of the calling thread, such as its current span. Operations on another
     * thread then belong to the operation that started them.
     *
     * @param task the task
     * @return the task; by default {@code task} itself
     */
    default Runnable inCurrentContext(Runnable task) {
        return task;
    }

    /** A running operation. */
    @FunctionalInterface
    interface RunningOperation {

        /**
         * Ends the operation.
         *
         * @param outcome one of {@link Operation#outcomes}; null for a success of an operation whose outcome is an error
         *     type
         */
        void end(@Nullable String outcome);
    }

    /** A registered gauge. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {

        /** Removes the gauge. Closing it again has no effect. */
        @Override
        void close();
    }

    /**
     * Returns a telemetry that ignores everything.
     *
     * @return always the same object
     */
    static Telemetry none() {
        return NoTelemetry.INSTANCE;
    }

    /**
     * Returns a telemetry that passes everything on.
     *
     * @param receivers the receivers
     * @return the only receiver, or one that calls all of them; {@link #none} if there are none
     */
    static Telemetry of(List<Telemetry> receivers) {
        return switch (receivers.size()) {
            case 0 -> none();
            case 1 -> receivers.get(0);
            default -> new CombinedTelemetry(receivers);
        };
    }
}
