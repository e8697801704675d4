package dev.idiolect.oauth.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Logins that have begun and wait for the browser to come back, by their OAuth {@code state}. Safe for use by many threads.
 *
 * <p>What is kept holds secrets, such as a private key, and is kept like a session. A login is taken out exactly once,
 * whoever asks: of many threads, and of many processes on one backing, one gets it. An expired one is never given out, and
 * is cleaned away in time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.7.1">RFC 9700 section 4.7.1: state is for one use</a>
 */
public interface PendingLogins {

    /** How many logins may be pending at a time. */
    int LIMIT = 10_000;

    /**
     * Keeps a login until it is taken or expires.
     *
     * @param state its state, unique and not to be guessed: 1 to 512 visible ASCII characters
     * @param body what to keep, up to a few thousand characters
     * @param expiresAt from when on it isn't given out any more
     * @throws StoreException if {@code state} is of another form, {@value #LIMIT} logins are pending already, or the backing
     *     fails
     */
    void put(String state, String body, Instant expiresAt);

    /**
     * Removes a login and returns it.
     *
     * @param state its state, as a browser gave it: any text
     * @return what was kept; empty if no such login is pending: never begun, taken before, or expired
     * @throws StoreException if the backing fails; the login is then perhaps gone
     */
    Optional<String> take(String state);

    /**
     * Returns a set of pending logins in memory: for one process, until it ends.
     *
     * @param clock tells what has expired
     * @return an empty set
     */
    static PendingLogins inMemory(Clock clock) {
        return new InMemoryPendingLogins(clock, LIMIT);
    }
}
