package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps one session an account, by DID.
 *
 * <p>Implementations are safe for use by many threads. Every method checks its DID by syntax before it touches a file or
 * a row. A session that a store can't read is an error, never "none": the caller would sign the account out.
 */
public interface OAuthTokenStore {

    /**
     * Keeps a session in place of the one stored for its DID, if any. When this returns, the session survives whatever
     * this store's backing survives; when it throws, the old one is still there, whole.
     *
     * @param session what to keep
     * @throws StoreException if the backing fails
     */
    void save(OAuthSession session);

    /**
     * Returns the session of an account.
     *
     * @param did the account
     * @return the session; empty if there is none
     * @throws InvalidDidException if {@code did} is no DID
     * @throws StoreException if the backing fails, or what it holds can't be read as a session; it is left as it is
     */
    Optional<OAuthSession> load(String did);

    /**
     * Removes the session of an account; does nothing if there is none. The server is told nothing, and a refresh that is
     * about to save can bring the session back: to sign an account out use {@code login.Logout}, which waits its turn.
     *
     * @param did the account
     * @throws InvalidDidException if {@code did} is no DID
     * @throws StoreException if the backing fails
     */
    void delete(String did);

    /**
     * Returns the accounts that have a session, sorted. What can't be read is left out, with a warning in the log.
     *
     * @return the DIDs, in their natural order; empty if there are none
     * @throws StoreException if the backing as a whole can't be read
     */
    List<String> listDids();

    /**
     * Waits for the right to refresh an account's session, of which there is one for everybody who shares this store's
     * backing: other threads, and other processes where the backing reaches them. It ends with {@link SessionLock#close()}
     * or with the death of its holder's process. It bars no other method of the store, and isn't reentrant.
     *
     * <p>A store that doesn't override this has no such right to give: then a refresh happens once at a time within one
     * {@code SessionRefresher} only, and two processes on that store can spend one refresh token twice, which ends the
     * session.
     *
     * @param did the account
     * @param timeout how long to wait at most
     * @return the right; close it
     * @throws InvalidDidException if {@code did} is no DID
     * @throws StoreException if the time is over, the waiting thread is interrupted (its interrupt status is then set), or
     *     the backing fails
     */
    default SessionLock lock(String did, Duration timeout) {
        return () -> {};
    }

    /**
     * Returns the logins that have begun, in this store's backing: they survive what it survives and reach every process
     * that shares it.
     *
     * <p>A store that doesn't override this has no place for them. Then they are kept in memory by whoever begins them:
     * a browser has to come back to the same process, before it ends.
     *
     * @return the same logins each time; empty if this store keeps none
     */
    default Optional<PendingLogins> pendingLogins() {
        return Optional.empty();
    }
}
