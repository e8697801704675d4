package dev.idiolect.oauth.seal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Supplies the keys that encrypt stored sessions, such as from a key management service.
 *
 * <p>The keys are a JSON Web Key Set of 256-bit symmetric keys, each with a unique {@code kid}:
 * {@code {"keys":[{"kty":"oct","kid":"2026-11","k":"..."}]}}. The store encrypts with the first key, and decrypts with all
 * keys. Keep a key until no session and no backup needs it.
 *
 * <p>Implementations are thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-6.4">RFC 7518 section 6.4: symmetric keys</a>
 */
@FunctionalInterface
public interface KeySource {

    /**
     * Returns the current keys. A store calls this method when it is opened, and when it reads a session or a pending login
     * with an unknown {@code kid}. If the returned keys lack that {@code kid}, the store waits at least a second before it
     * calls this method again. It never calls it to read a text whose {@code kid} it knows, and to write only after
     * {@link #maxAge}.
     *
     * <p>If this method throws an unchecked exception, opening the store or reading the session fails with a
     * {@code StoreException}.
     *
     * @return a JSON Web Key Set, never null
     */
    String keys();

    /**
     * Returns the maximum age of the keys with which a store encrypts. If they are older, the store first calls
     * {@link #keys} again. So it soon encrypts with a new first key, even if it reads no session with that key. The thread
     * that saves a session waits for this call, so {@link #keys} must be fast. If the call fails, the store uses the keys
     * that it has, and calls again after the same time.
     *
     * <p>Without a maximum age, restart the application before you remove an old key.
     *
     * @return the maximum age; empty by default
     */
    default Optional<Duration> maxAge() {
        return Optional.empty();
    }

    /**
     * Returns a source that reads a file at each call of {@link #keys}; this method itself does not read it. If every
     * user of the machine can read or change the file, the first call of {@link #keys} logs a warning. If the file cannot be
     * read, {@link #keys} throws {@link java.io.UncheckedIOException}. {@link #maxAge} is ten seconds.
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
     * Returns a source with the same keys. A store with this source refuses to read plain sessions and pending logins.
     * Without this protection, an attacker who can write to the store but has no key can replace an encrypted session
     * with a plain one. First encrypt all sessions, for example with {@code idiolect oauth keys rotate}.
     *
     * @return a source whose {@link #refusesPlainText} returns true
     */
    default KeySource refusingPlainText() {
        return new StrictKeys(this);
    }
}
