package dev.idiolect.oauth.login;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A login that waits until another one leaves a place, or has one. It is served or rejected once. */
final class WaitingLogin {

    private final LoginShares part;
    private final String owner;
    private final boolean takesPlace;
    private final @Nullable BooleanSupplier giveUp;
    private final CompletableFuture<Boolean> served = new CompletableFuture<>();
    private long start;

    /**
     * @param giveUp gives up a login that has a place, and returns whether that was possible; null if it never is
     */
    WaitingLogin(LoginShares part, String owner, boolean takesPlace, @Nullable BooleanSupplier giveUp) {
        this.part = part;
        this.owner = owner;
        this.takesPlace = takesPlace;
        this.giveUp = giveUp;
    }

    LoginShares part() {
        return part;
    }

    String owner() {
        return owner;
    }

    /** Returns whether the login takes the place, or only waits until there is one. */
    boolean takesPlace() {
        return takesPlace;
    }

    /** Returns whether a login that can be given up has had its place for longer than a usual step takes. */
    boolean isSlow(long now) {
        return giveUp != null && now - start >= LoginShares.PROMPT.toNanos();
    }

    /** Gives up a login with a place, and returns whether that was possible. */
    boolean giveUp() {
        return giveUp != null && giveUp.getAsBoolean();
    }

    /** Ends the wait, because there is a place. */
    void start(long now) {
        start = now;
        served.complete(true);
    }

    /** Ends the wait without a place, unless it has ended. */
    void reject() {
        served.complete(false);
    }

    /**
     * Waits for a place.
     *
     * @param onTimeout called if the time is over or this thread is interrupted; calls {@link #reject}
     * @return whether the login has a place
     */
    boolean await(Duration limit, Runnable onTimeout) {
        try {
            return served.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            onTimeout.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            onTimeout.run();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return served.join();
    }
}
