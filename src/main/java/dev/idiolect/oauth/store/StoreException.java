package dev.idiolect.oauth.store;

import dev.idiolect.oauth.OAuthException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store cannot read, write or lock its data. The message names the file or row and the reason.
 *
 * <p>A missing session is not an exception but an empty result.
 */
public class StoreException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;
    private final @Nullable String missingKeyId;
    private final boolean unreadable;
    private final boolean plainText;

    private StoreException(
            String message, boolean transientFailure, @Nullable String missingKeyId, @Nullable Throwable cause) {
        super(message, cause);
        this.transientFailure = transientFailure;
        this.missingKeyId = missingKeyId;
        unreadable = false;
        plainText = false;
    }

    private StoreException(String message, boolean plainText, @Nullable Throwable cause) {
        super(message, cause);
        transientFailure = false;
        missingKeyId = null;
        unreadable = true;
        this.plainText = plainText;
    }

    /**
     * Returns an exception for a transient failure. For custom stores.
     *
     * @param message what failed, on which file or row, and how to fix it; no secrets
     * @param cause the cause, or null
     * @return an exception whose {@link #isTransient()} is true
     */
    public static StoreException transientFailure(String message, @Nullable Throwable cause) {
        return new StoreException(message, true, null, cause);
    }

    /**
     * Returns an exception for a failure that persists until it is fixed. For custom stores. If the stored session is
     * damaged, use {@link #unreadable} instead: otherwise its user can sign neither in nor out until it is repaired.
     *
     * @param message what failed, on which file or row, and how to fix it; no secrets
     * @param cause the cause, or null
     * @return an exception whose {@link #isTransient()} is false
     */
    public static StoreException permanentFailure(String message, @Nullable Throwable cause) {
        return new StoreException(message, false, null, cause);
    }

    /**
     * Returns an exception for a stored session that was read, but is not a session or cannot be decrypted. For custom
     * stores.
     *
     * @param message which file or row it is, and how to fix it; no secrets
     * @param cause the cause, or null
     * @return an exception whose {@link #isUnreadable()} is true
     */
    public static StoreException unreadable(String message, @Nullable Throwable cause) {
        return new StoreException(message, false, cause);
    }

    /**
     * Returns an exception for an encrypted session whose key is missing. For custom stores.
     *
     * @param keyId the id of the key
     * @param transientFailure whether the same call may succeed later without any change
     * @param message what failed, on which file or row, and how to fix it; no secrets
     * @param cause the cause, or null
     * @return an exception whose {@link #missingKeyId()} is the id
     */
    public static StoreException missingKey(
            String keyId, boolean transientFailure, String message, @Nullable Throwable cause) {
        return new StoreException(message, transientFailure, keyId, cause);
    }

    /**
     * Returns an exception for a plain session in a store that requires encryption. For custom stores.
     *
     * @param message which file or row it is, and how to fix it; no secrets
     * @param cause the cause, or null
     * @return an exception whose {@link #isPlainText()} is true
     */
    public static StoreException plainText(String message, @Nullable Throwable cause) {
        return new StoreException(message, true, cause);
    }

    /**
     * Returns whether the store has read the session, but the session itself is unusable: it is damaged, it cannot be
     * decrypted with the key that it names, or it {@linkplain #isPlainText is not encrypted}. A sign-in replaces such a
     * session, and a sign-out deletes it, although neither can revoke it. After any other failure the session may be
     * intact, and they leave it unchanged.
     *
     * @return true if the stored session is unusable; false if it could not be read, or if the failure has another reason
     */
    public boolean isUnreadable() {
        return unreadable;
    }

    /**
     * Returns whether the stored session or pending login is not encrypted, although the store requires encryption. An
     * attacker may have replaced it.
     *
     * @return true if the store refused it; false if the failure has another reason
     */
    public boolean isPlainText() {
        return plainText;
    }

    /**
     * Returns the id of the missing encryption key, if the stored session cannot be read without it. The session is intact:
     * add the key again.
     *
     * @return the {@code kid} of the key, or empty if the failure has another reason
     */
    public Optional<String> missingKeyId() {
        return Optional.ofNullable(missingKeyId);
    }

    /**
     * Returns whether the same call may succeed later without any change.
     *
     * @return true if a lock or the database was in use, a wait was interrupted, too many logins were pending, the disk was
     *     full or read-only, too many files were open, the database was not available, or the {@code KeySource} failed
     */
    @Override
    public boolean isTransient() {
        return transientFailure;
    }
}
