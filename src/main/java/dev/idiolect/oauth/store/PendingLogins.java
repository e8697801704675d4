package dev.idiolect.oauth.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Stores logins that wait for the browser to return, keyed by their OAuth {@code state}.
 *
 * <p>Implementations are thread-safe. A login contains secrets, such as a private key, and needs the same protection as
 * a session. Each login can be consumed once: if several threads or processes try at the same time, only one gets it. An
 * expired login is never returned, and is eventually removed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.7.1">RFC 9700 section 4.7.1: one-time use of state</a>
 */
public interface PendingLogins {

    /** The maximum number of pending logins. */
    int LIMIT = 10_000;

    /**
     * Saves a login until it is consumed or expires.
     *
     * @param state the login's OAuth {@code state}, unique and unguessable: 1 to 512 visible ASCII characters
     * @param body the data to save, at most 16,384 characters
     * @param expiresAt when the login expires
     * @throws StoreException if {@code state} is invalid, {@code body} is too long, {@value #LIMIT} logins or too many
     *     characters are pending, or the store cannot be written
     */
    void save(String state, String body, Instant expiresAt);

    /**
     * Removes a login and returns it.
     *
     * @param state the state from the callback; may be any text
     * @return the saved data, or empty if the state is unknown, already consumed, or expired
     * @throws StoreException if the store fails; the login may then be lost
     */
    Optional<String> consume(String state);

    /**
     * Returns the number of pending logins, for monitoring. The number may include expired logins that are not removed
     * yet.
     *
     * <p>The default implementation returns an empty result, for storage that cannot count its logins.
     *
     * @return the number; empty if it is not known
     * @throws StoreException if the store fails
     */
    default OptionalInt count() {
        return OptionalInt.empty();
    }

    /**
     * Returns pending logins in memory, for one process.
     *
     * @param clock the clock for expiry
     * @return an empty set of logins
     */
    static PendingLogins inMemory(Clock clock) {
        return new InMemoryPendingLogins(clock, LIMIT);
    }
}
