package dev.idiolect.oauth.seal;

import java.nio.file.Path;

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
     * Returns the current keys. A store calls this method when it is opened, and again when it reads a session with an unknown
     * {@code kid}, at most once a second. It does not call it to write, or while it knows the {@code kid}.
     *
     * <p>If the call throws while the store is open, that session cannot be read now, and
     * {@code StoreException.isTransient()} is true.
     *
     * @return a JSON Web Key Set
     */
    String keys();

    /**
     * Returns the keys in a file. The file is read again when a store meets an unknown {@code kid}. Logs a warning if every
     * user of the machine can read the file.
     *
     * @param file a UTF-8 file with a JSON Web Key Set
     * @return the source of its keys
     */
    static KeySource file(Path file) {
        return new KeyFile(file);
    }
}
