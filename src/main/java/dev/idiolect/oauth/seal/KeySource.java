package dev.idiolect.oauth.seal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Supplies the keys that encrypt stored sessions, such as from a key management service.
 *
 * <p>The keys are a JSON Web Key Set of 256-bit symmetric keys, each with a unique {@code kid}:
 * {@code {"keys":[{"kty":"oct","kid":"2026-11","k":"..."}]}}. The first key encrypts; all of them decrypt. Keep a key until
 * no session and no backup needs it.
 *
 * <p>Implementations are thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-6.4">RFC 7518 section 6.4: symmetric keys</a>
 */
@FunctionalInterface
public interface KeySource {

    /**
     * Returns the current keys. A store calls this method when it is opened, and when it reads a session or a pending login
     * with an unknown {@code kid}. If the keys then lack that {@code kid}, the store waits a second before the next call. It
     * makes no call to read a text whose {@code kid} it knows, and to write only after {@link #maxAge}.
     *
     * <p>If a call throws an unchecked exception, the store cannot be opened, or that session cannot be read now. A
     * {@code StoreException} reports this.
     *
     * @return a JSON Web Key Set, never null
     */
    String keys();

    /**
     * Returns the time after which a store calls {@link #keys} again before it encrypts, so that it soon uses a new first
     * key, also if it reads no session with that key. Without it, restart the application before you remove an old key. If
     * the call fails, the store goes on with the keys that it has, and calls again after the same time. The thread that
     * saves a session waits for the call, so {@link #keys} must be fast if this method returns a time.
     *
     * @return the time; empty by default
     */
    default Optional<Duration> maxAge() {
        return Optional.empty();
    }

    /**
     * Returns a source that reads a file at each call of {@link #keys}. This method does not read it. {@link #keys}
     * logs a warning if every user of the machine can read or change the file. It throws
     * {@link java.io.UncheckedIOException} if the file cannot be read. {@link #maxAge} is ten seconds.
     *
     * @param file a UTF-8 file of at most 256 KiB with a JSON Web Key Set
     * @return the source of its keys
     */
    static KeySource file(Path file) {
        return new KeyFile(file);
    }

    /**
     * Returns whether a store with these keys refuses to read plain text; false by default.
     *
     * @return true if every session and pending login must be encrypted
     */
    default boolean refusesPlainText() {
        return false;
    }

    /**
     * Returns the same keys for a store that refuses to read plain sessions and pending logins. Otherwise an attacker
     * who can write to the store but has no key can replace an encrypted session with a plain one. First encrypt all
     * sessions, for example with {@code idiolect oauth keys rotate}.
     *
     * @return a source whose {@link #refusesPlainText} returns true
     */
    default KeySource refusingPlainText() {
        return new StrictKeys(this);
    }
}
