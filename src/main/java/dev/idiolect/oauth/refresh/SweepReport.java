package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.Durations;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of {@link SessionRefresher#refreshExpiring}: how many sessions had which outcome. */
public final class SweepReport {

    private int refreshed;
    private int notDue;
    private int failed;
    private int ended;
    private int postponed;
    private @Nullable Duration retryAfter;

    SweepReport() {}

    /** {@return how many sessions were refreshed and saved} */
    public int refreshed() {
        return refreshed;
    }

    /** {@return how many sessions no longer needed it: another process refreshed them, or the user signed in or out} */
    public int notDue() {
        return notDue;
    }

    /** {@return how many refreshes failed, and will be tried again in minutes to days} */
    public int failed() {
        return failed;
    }

    /** {@return how many sessions their server has ended, so that the user must sign in again} */
    public int ended() {
        return ended;
    }

    /** {@return how many sessions this run took and left to a later one, because their server limits requests or does not work} */
    public int postponed() {
        return postponed;
    }

    /** {@return when to start the next run for the first of the postponed sessions; empty if there are none} */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    void countRefreshed() {
        refreshed++;
    }

    void countNotDue() {
        notDue++;
    }

    void countFailed() {
        failed++;
    }

    void countEnded() {
        ended++;
    }

    void countPostponed(int sessions, Duration delay) {
        postponed += sessions;
        retryAfter = retryAfter == null ? delay : Durations.min(retryAfter, delay);
    }

    /** Returns whether there was any session. */
    boolean isEmpty() {
        return refreshed + notDue + failed + ended + postponed == 0;
    }

    /**
     * Returns a text for logs.
     *
     * @return the numbers
     */
    @Override
    public String toString() {
        return refreshed + " refreshed, " + notDue + " no longer due, " + failed + " failed, " + ended + " ended, "
                + postponed + " postponed";
    }
}
