package dev.idiolect.oauth.login;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A login that waits until another one leaves a place. It is served or rejected once. */
final class WaitingLogin {

    private final LoginShares part;
    private final String owner;
    private final boolean takesPlace;
    private final CompletableFuture<Boolean> served = new CompletableFuture<>();

    WaitingLogin(LoginShares part, String owner, boolean takesPlace) {
        this.part = part;
        this.owner = owner;
        this.takesPlace = takesPlace;
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

    /** Ends the wait, unless it has ended. */
    void end(boolean withPlace) {
        served.complete(withPlace);
    }

    /**
     * Waits for a place.
     *
     * @param giveUp called if the time is over or this thread is interrupted; calls {@link #end}
     * @return whether the login has a place
     */
    boolean await(Duration limit, Runnable giveUp) {
        try {
            return served.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp.run();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return served.join();
    }
}
