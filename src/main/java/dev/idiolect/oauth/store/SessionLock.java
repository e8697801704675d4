package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;

/**
 * The refresh lock of one account, held until {@link #close()}.
 *
 * <p>A holder asks for a permit right before it sends the refresh token. A lock that lasts until its holder closes it
 * or its process ends grants the permit whenever the store can save the new tokens. A lock that can expire while its
 * holder still runs, such as a lease in a database, grants it only to the current holder. It then grants no permit to
 * another holder until the new tokens are saved, the permit is withdrawn or the lock is closed. A store may also wait
 * after a lock was closed without a save: {@code JdbcOAuthTokenStore} grants no permit for ten minutes, because the
 * outcome is unknown.
 *
 * <p>Any thread may close a lock. Closing a closed lock has no effect.
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
     * Asks whether the session's refresh token may be sent to the server now. The library asks once for each lock. It
     * sends the token within 30 seconds of the start of this call, or not at all.
     *
     * @param session the session that is stored
     * @return false if another holder has taken the lock, or if another session is stored now; true by default
     * @throws StoreException if the store fails, or could not save the new tokens, because its disk is full for example;
     *     the token must then not be sent
     */
    default boolean permit(OAuthSession session) {
        return true;
    }

    /**
     * Gives the permit back, because the server has not consumed the refresh token. Does nothing by default.
     *
     * @throws StoreException if the store fails
     */
    default void withdraw() {}

    /**
     * Returns whether an earlier holder may have used the refresh token of the stored session without saving the
     * result. If it has used the token, the server ends the session at the next use.
     *
     * @return false by default
     */
    default boolean followsUnknownOutcome() {
        return false;
    }

    /**
     * Releases the lock. If a permit was granted, but neither was the refreshed session saved nor the permit withdrawn,
     * the outcome is unknown.
     *
     * @throws StoreException if the store fails; the lock is released even then
     */
    @Override
    void close();
}
