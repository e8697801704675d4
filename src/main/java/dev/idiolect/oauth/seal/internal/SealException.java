package dev.idiolect.oauth.seal.internal;

import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when keys are invalid, or a sealed text cannot be opened. A store converts it to a {@code StoreException}. */
public final class SealException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String missingKeyId;
    private final boolean transientFailure;
    private final boolean textFault;
    private final boolean plainText;

    private SealException(
            String message, @Nullable String missingKeyId, boolean transientFailure, @Nullable Throwable cause) {
        super(message, cause);
        this.missingKeyId = missingKeyId;
        this.transientFailure = transientFailure;
        textFault = false;
        plainText = false;
    }

    private SealException(String message, boolean plainText) {
        super(message);
        missingKeyId = null;
        transientFailure = false;
        textFault = true;
        this.plainText = plainText;
    }

    static SealException invalid(String message) {
        return new SealException(message, false);
    }

    static SealException plainText(String message) {
        return new SealException(message, true);
    }

    /** Returns an exception for a Java runtime without the cipher. */
    static SealException noCipher(String message, GeneralSecurityException cause) {
        return new SealException(message, null, false, cause);
    }

    static SealException missingKey(String keyId, String message) {
        return new SealException(message, keyId, false, null);
    }

    /** @param keyId the id of the needed key, or null if the whole set is needed, to open a store */
    static SealException noSource(@Nullable String keyId, String message, @Nullable RuntimeException cause) {
        return new SealException(message, keyId, keyId != null, cause);
    }

    /** Returns the id of the missing key; empty if the failure has another reason. */
    public Optional<String> missingKeyId() {
        return Optional.ofNullable(missingKeyId);
    }

    /** Returns whether the text itself is at fault. If not, it may be intact. */
    public boolean isTextFault() {
        return textFault;
    }

    /** Returns whether the text is plain, although the key source refuses plain text. */
    public boolean isPlainText() {
        return plainText;
    }

    /** Returns whether the same call may succeed later. */
    public boolean isTransient() {
        return transientFailure;
    }
}
