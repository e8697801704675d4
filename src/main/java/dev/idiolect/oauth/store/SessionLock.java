package dev.idiolect.oauth.store;

/**
 * The right to refresh one account's session, held until {@link #close()}.
 *
 * <p>May be closed by another thread than the one that took it; closing it twice does nothing.
 */
@FunctionalInterface
public interface SessionLock extends AutoCloseable {

    /**
     * Gives the right back.
     *
     * @throws StoreException if the store's backing fails; the right is given back all the same
     */
    @Override
    void close();
}
