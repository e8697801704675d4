package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores OAuth sessions, one per account.
 *
 * <p>Implementations are thread-safe. Every method checks the syntax of its DID before it accesses a file or a row. A
 * session that cannot be read is an error, never an empty result: an empty result would sign the account out.
 *
 * <p>An implementation should override {@link #lock}. If it does not, an application in a container logs a warning at
 * startup, and does not start if {@code idiolect.oauth.keep-alive} is set.
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
     *     unchanged. In the latter case, {@link StoreException#isUnreadable} is true, and a login may replace the data
     */
    Optional<OAuthSession> load(String did);

    /**
     * Deletes the session of an account. Does nothing if there is none.
     *
     * <p>This method does not revoke the session at its server, and a concurrent refresh can save the session again. To
     * sign an account out, use {@code Logout} in package {@code login}, which also revokes the session.
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
     * Returns a page of the stored sessions, without their secrets. Unlike {@link #listDids}, it suits stores of any
     * size. The SQLite and JDBC stores of this library usually read no tokens and keys for it, and keep one page in
     * memory. The filesystem store decrypts the sessions of the page. It reuses the list of files for the following
     * pages, so a session that was saved in the meantime may be missing.
     *
     * <p>An entry whose name is not a DID is omitted. If the secrets of a session cannot be read, it may still be
     * listed. If its other parts cannot be read either, the store omits it and logs a warning. A store that encrypts
     * sessions may store the other parts unencrypted. This method does not detect whether they were changed.
     *
     * <p>The default implementation calls {@link #listDids} and {@link #load}.
     *
     * @param after the last account of the previous page, or null for the first page
     * @param limit the maximum number of sessions, positive
     * @return the sessions whose DIDs follow {@code after}, sorted by DID; empty only if there are no more
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws InvalidDidException if {@code after} is not a DID
     * @throws StoreException if the store cannot be read
     */
    default List<SessionSummary> sessions(@Nullable String after, int limit) {
        return SessionPages.load(this, after, limit);
    }

    /**
     * Claims sessions that were not refreshed for a time, so that each of the hosts that use this store refreshes other
     * sessions. No host can claim a session again for some minutes, or until the delay of {@link #postponeIdle} has
     * passed. Claims only prevent duplicate work: each refresh still acquires {@link #lock}.
     *
     * <p>The default implementation returns an empty {@code Optional}. Each process then refreshes all idle sessions that
     * {@link #sessions} lists.
     *
     * @param idleFor the minimum time since {@link SessionSummary#issuedAt}, positive
     * @param exceptServers the servers whose sessions are not claimed: the {@link SessionSummary#issuer} of a session, or
     *     its {@link SessionSummary#pdsUrl} if the issuer is unknown
     * @param limit the maximum number of sessions, positive
     * @return the claimed sessions; an empty list if there are none; an empty {@code Optional} if this store does not
     *     implement claims
     * @throws StoreException if the store fails
     */
    default Optional<List<SessionSummary>> claimIdle(Duration idleFor, Set<String> exceptServers, int limit) {
        return Optional.empty();
    }

    /**
     * Ends the claims of sessions that were not refreshed, so that a host can claim them again after a delay. Ignores
     * sessions that were refreshed in the meantime.
     *
     * <p>The default implementation does nothing.
     *
     * @param dids the accounts
     * @param idleFor the value that was passed to {@link #claimIdle}
     * @param delay the time until the sessions can be claimed again, zero or more
     * @throws StoreException if the store fails
     */
    default void postponeIdle(Collection<String> dids, Duration idleFor, Duration delay) {}

    /**
     * Acquires the refresh lock of an account. Across all processes that share this store's data, at most one caller
     * holds it. Refreshes acquire it. By default, logins and logouts acquire it too: see {@link #lockForLogin}.
     *
     * <p>The lock is released when it is closed, and when the holder's process ends or soon after. It does not block
     * other methods of the store. It is not reentrant.
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
     * Acquires the lock of an account for a login or logout. By default this is {@link #lock}, so that a running
     * refresh saves its tokens first. A store whose {@link #replace} is atomic may return a lock without waiting: the
     * login or logout then takes precedence, and {@link #replace} rejects the tokens of the refresh.
     *
     * @param did the account
     * @param timeout the maximum time to wait
     * @return the lock; close it after use
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws StoreException like {@link #lock}
     */
    default SessionLock lockForLogin(String did, Duration timeout) {
        return lock(did, timeout);
    }

    /**
     * Saves or deletes a session, but only if the stored session is still the expected one. Two sessions count as the
     * same if their refresh tokens are equal.
     *
     * <p>The default implementation calls {@link #load}, {@link #save} and {@link #delete}, and is atomic only for a
     * caller that holds the account's lock. It replaces an {@linkplain StoreException#isUnreadable unreadable} session.
     *
     * @param did the account
     * @param expected the session that should be stored, or null if there should be none
     * @param replacement the session to save, or null to delete the stored one
     * @return true if the store was changed; false if the stored session is not the expected one
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws StoreException if the store cannot be read or written, or if the encryption key of the stored session is
     *     missing; a caller that gets it cannot know whether the session was changed
     */
    default boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
        if (!StoredSession.isStored(this, did, expected)) {
            return false;
        }
        if (replacement == null) {
            delete(did);
        } else {
            save(replacement);
        }
        return true;
    }

    /**
     * Encrypts the stored session of an account with the current key, unless it is already encrypted with that key.
     * Acquires {@link #lock}. To rotate encryption keys, call this method for every account; the application can
     * continue to run. After an interruption, call it for every account again.
     *
     * <p>The default implementation returns false, for stores that do not encrypt.
     *
     * @param did the account
     * @param timeout the maximum time to wait for the lock
     * @return true if the session was written; false if there is none, or if it is already encrypted with the current
     *     key
     * @throws InvalidDidException if this store encrypts and {@code did} is not a DID
     * @throws StoreException if the session cannot be read or written, or if its lock cannot be acquired. The session is
     *     then unchanged
     */
    default boolean reseal(String did, Duration timeout) {
        return false;
    }

    /**
     * Returns the storage for pending logins. It is as durable as this store, and shared by the same processes.
     *
     * <p>By default there is none, and pending logins are kept in memory. The browser must then return to the process
     * that started the login, while this process runs.
     *
     * @return the same object each time, or empty if this store does not keep pending logins
     */
    default Optional<PendingLogins> pendingLogins() {
        return Optional.empty();
    }
}
