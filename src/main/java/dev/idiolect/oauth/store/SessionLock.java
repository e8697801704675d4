package dev.idiolect.oauth.store;

import java.time.Duration;

/**
 * The right to refresh one account's session, held until {@link #close()}.
 *
 * <p>May be closed by another thread than the one that took it; closing it twice does nothing.
 */
@FunctionalInterface
public interface SessionLock extends AutoCloseable {

    /**
     * Returns whether the store will be there for so long, as far as it knows: it is not closed, and no closing of it ends
     * sooner. To be asked before a token is spent, as what a server gives for it must be saved.
     *
     * @param time how long the store is needed; zero asks whether it is there now
     * @return true unless the store knows better
     */
    default boolean remainsValidFor(Duration time) {
        return true;
    }

    /**
     * Gives the right back.
     *
     * @throws StoreException if the store's backing fails; the right is given back all the same
     */
    @Override
    void close();
}
