package dev.idiolect.oauth.telemetry.internal;

import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs an operation and reports its duration and outcome. */
public final class Measurement {

    private Measurement() {}

    /**
     * Runs an operation whose outcome is an error type: it has none after a success.
     *
     * @param errorType returns the error type of a failure
     */
    public static <T extends @Nullable Object> T run(
            Telemetry telemetry,
            Operation operation,
            @Nullable String detail,
            Function<? super RuntimeException, String> errorType,
            Supplier<T> work) {
        return run(telemetry, operation, detail, result -> null, errorType, work);
    }

    /**
     * Runs an operation.
     *
     * @param success returns the outcome of a result
     * @param failure returns the outcome of a failure
     */
    public static <T extends @Nullable Object> T run(
            Telemetry telemetry,
            Operation operation,
            @Nullable String detail,
            Function<? super T, @Nullable String> success,
            Function<? super RuntimeException, String> failure,
            Supplier<T> work) {
        Telemetry.RunningOperation running = telemetry.start(operation, detail);
        String outcome = Operation.OTHER;
        try {
            T result = work.get();
            outcome = success.apply(result);
            return result;
        } catch (RuntimeException e) {
            outcome = failure.apply(e);
            throw e;
        } finally {
            running.end(outcome);
        }
    }

    /** Returns the attribute value of a failure that may end by itself, or that persists. */
    public static String failure(boolean isTransient) {
        return isTransient ? "transient" : "permanent";
    }

    /** Returns the attribute value of a constant. */
    public static String value(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
