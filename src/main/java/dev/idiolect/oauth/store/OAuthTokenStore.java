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
     * sign an account out, use {@code login.Logout}, which waits for the refresh.
     *
     * @param did the account
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws StoreException if the store cannot be written
     */
    void delete(String did);

    /**
     * Returns the accounts that have a session. An unreadable session is omitted and logged as a warning.
     *
     * @return the DIDs, sorted; empty if there are none
     * @throws StoreException if the store cannot be read
     */
    List<String> listDids();

    /**
     * Acquires the refresh lock of an account. At most one thread of all processes that share this store's data holds
     * it. Logins and logouts hold it too.
     *
     * <p>The lock ends when it is closed or when the process of its holder ends. It blocks no other method of the
     * store. It is not reentrant.
     *
     * <p><strong>Override this method if more than one process uses the store.</strong> The default implementation
     * locks nothing: then only the refreshes of one {@code SessionRefresher} exclude each other, and two processes can
     * use the same refresh token twice. The server treats that as theft and ends the session, so the user must sign in
     * again.
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
     * Returns the storage for pending logins, which has the durability and the reach of this store.
     *
     * <p>By default there is none. Pending logins are then kept in memory: the browser must return to the same process
     * before it ends.
     *
     * @return the same object each time, or empty if this store does not keep pending logins
     */
    default Optional<PendingLogins> pendingLogins() {
        return Optional.empty();
    }
}
