package dev.idiolect.oauth.store;

import java.time.Duration;

/**
 * The refresh lock of one account, held until {@link #close()}.
 *
 * <p>Any thread may close it. Closing a closed lock has no effect.
 */
@FunctionalInterface
public interface SessionLock extends AutoCloseable {

    /**
     * Returns whether the store is expected to stay open for the given time. The library calls this method before it
     * uses a refresh token, because it must be able to save the new tokens.
     *
     * @param time how long the store is needed; zero asks whether it is open now
     * @return false if the store is closed or will close earlier; true by default
     */
    default boolean remainsValidFor(Duration time) {
        return true;
    }

    /**
     * Releases the lock.
     *
     * @throws StoreException if the store fails; the lock is released even then
     */
    @Override
    void close();
}
