package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stores OAuth sessions, one per account.
 *
 * <p>Implementations are thread-safe. Every method checks the syntax of its DID before it touches a file or a row. A
 * session that cannot be read is an error, never an empty result: an empty result would sign the account out.
 *
 * <p>An implementation should override {@link #lock}. The library logs a warning at startup if it does not.
 */
public interface OAuthTokenStore {

    /**
     * Saves a session, replacing the stored one.
     *
     * <p>The session is durable when this method returns. If it throws, the previous session is unchanged.
     *
     * @param session the session to save
     * @throws StoreException if the store cannot be written
     */
    void save(OAuthSession session);

    /**
     * Returns the session of an account.
     *
     * @param did the account
     * @return the session, or empty if there is none
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws StoreException if the store cannot be read, or if the stored data is not a session; the data is left
     *     unchanged
     */
    Optional<OAuthSession> load(String did);

    /**
     * Deletes the session of an account. Does nothing if there is none.
     *
     * <p>This method does not revoke the session at its server, and a concurrent refresh can save the session again. To
     * sign an account out, use {@code Logout} in package {@code login}, which holds the refresh lock.
     *
     * @param did the account
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws StoreException if the store cannot be written
     */
    void delete(String did);

    /**
     * Returns the accounts that have a session. Unreadable sessions are omitted and logged as warnings.
     *
     * @return the DIDs, sorted; empty if there are none
     * @throws StoreException if the store cannot be read
     */
    List<String> listDids();

    /**
     * Acquires the refresh lock of an account. Across all processes that share this store's data, at most one caller
     * holds it. Refreshes, logins and logouts acquire it.
     *
     * <p>The lock is released when it is closed or when the holder's process ends. It does not block other methods of
     * the store. It is not reentrant.
     *
     * <p><strong>Override this method if more than one process uses the store.</strong> The default implementation
     * locks nothing: it leaves only the protection within one {@code SessionRefresher}, so two processes can use the
     * same refresh token. The server treats that as theft and ends the session, and the user must sign in again.
     *
     * @param did the account
     * @param timeout the maximum time to wait
     * @return the lock; close it after use
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws StoreException if the wait times out, if the thread is interrupted (its interrupt status is then set), or
     *     if the store fails
     */
    default SessionLock lock(String did, Duration timeout) {
        return () -> {};
    }

    /**
     * Returns the storage for pending logins. It is as durable as this store, and shared by the same processes.
     *
     * <p>By default there is none, and pending logins are kept in memory. The browser must then return to the same
     * process, before that process ends.
     *
     * @return the same object each time, or empty if this store does not keep pending logins
     */
    default Optional<PendingLogins> pendingLogins() {
        return Optional.empty();
    }
}
