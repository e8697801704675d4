package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.Durations;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@link SessionRefresher#refreshExpiring}: the number of sessions for each outcome. An interrupted call does
 * not count refreshes that were still running.
 */
public final class SweepReport {

    private int refreshed;
    private int notDue;
    private int failed;
    private int ended;
    private int postponed;
    private @Nullable Duration retryAfter;

    SweepReport() {}

    /** {@return the number of sessions that were refreshed and saved} */
    public int refreshed() {
        return refreshed;
    }

    /** {@return the number of sessions that another process had refreshed, or whose user had signed in or out} */
    public int notDue() {
        return notDue;
    }

    /** {@return the number of sessions whose refresh failed; they are tried again after minutes to days} */
    public int failed() {
        return failed;
    }

    /** {@return the number of sessions that have ended, so that the user must sign in again} */
    public int ended() {
        return ended;
    }

    /** {@return the number of sessions left to a later call, because their server limits requests or keeps failing} */
    public int postponed() {
        return postponed;
    }

    /** {@return the time until the first postponed session can be refreshed; empty if none was postponed} */
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

    /** {@return whether no session was counted} */
    public boolean isEmpty() {
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
