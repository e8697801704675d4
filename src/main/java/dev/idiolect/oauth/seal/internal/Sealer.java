package dev.idiolect.oauth.seal.internal;

import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.seal.KeySource;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts texts of a store. Without keys, it does not change them. Thread-safe.
 *
 * <p>A sealed text is a compact JWE with {@code dir} and A256GCM. Its protected header names the key ({@code kid}), the
 * kind of content ({@code cty}) and the owner ({@code sub}), so that a copied row or a text of another kind cannot be
 * opened. {@link #open} returns a plain text unchanged, unless the key source refuses plain text. {@link #seal} encrypts
 * it when it is written again.
 */
public final class Sealer {

    /** Has no keys: writes plain texts, and refuses to open sealed ones. */
    public static final Sealer PLAIN = new Sealer(null, false);

    private final @Nullable KeyRing keys;
    private final boolean refusesPlainText;

    Sealer(@Nullable KeyRing keys, boolean refusesPlainText) {
        this.keys = keys;
        this.refusesPlainText = refusesPlainText;
    }

    /**
     * Returns a sealer with the keys of a source.
     *
     * @param source the keys, or null for none
     * @throws SealException if the keys are not available or invalid
     */
    public static Sealer of(@Nullable KeySource source) throws SealException {
        return source == null ? PLAIN : new Sealer(new KeyRing(source, System::nanoTime), source.refusesPlainText());
    }

    public boolean hasKeys() {
        return keys != null;
    }

    /** Seals a text with the first key, or returns it unchanged if there are no keys. */
    public String seal(Content content, String owner, String text) {
        return seal(content, owner, text, "");
    }

    /**
     * Seals a text with the first key, or returns it unchanged if there are no keys.
     *
     * @param owner the DID of a session, or the storage key of a pending login
     * @param clearText a text for the header, which is protected against changes but not encrypted; may be empty
     */
    public String seal(Content content, String owner, String text, String clearText) {
        if (keys == null) {
            return text;
        }
        EncryptionKey key = keys.first();
        SealedHeader header = SealedHeader.of(key.id(), content, owner, clearText);
        try {
            return CompactJwe.encrypt(key.secret(), header.toJson(), text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The Java runtime cannot encrypt with AES-GCM", e);
        }
    }

    /**
     * Returns the plain text of a stored text.
     *
     * @param owner the expected owner, or null if the caller checks the owner in the text
     * @param stored a sealed or a plain text
     * @throws SealException if it is sealed and cannot be opened, or if it is plain and the key source refuses plain
     *     text; the message begins with "it"
     */
    public String open(Content content, @Nullable String owner, String stored) throws SealException {
        if (!content.isSealed(stored)) {
            if (keys != null && !content.canBePlain(stored)) {
                throw SealException.invalid("it is neither encrypted nor a JSON object");
            }
            if (refusesPlainText) {
                throw SealException.plainText("it is not encrypted, but encryption is required. " + content.remedy());
            }
            return stored;
        }
        SealedText sealed = SealedText.parse(stored);
        String id = sealed.keyId();
        if (keys == null) {
            throw SealException.missingKey(
                    id, "it is encrypted with the key " + SafeText.text(id) + ": give the store its encryption keys");
        }
        return sealed.open(keys.byId(id), content, owner);
    }

    /**
     * Returns the clear text of {@link #seal} from the header. Does not check it for changes.
     *
     * @param stored a sealed text, or its beginning up to the first dot
     * @return the text; empty if the header has none, or belongs to another owner or to another kind of content
     */
    public static String clearText(Content content, String owner, String stored) {
        return SealedText.clearText(content, owner, stored);
    }

    /** Returns whether a text has the form that {@link #seal} would give it: with the first key, or plain without keys. */
    public boolean isCurrent(Content content, String stored) {
        return keyId(content, stored).equals(keys == null ? "" : keys.first().id());
    }

    /** Returns the key id in the header of a stored text, unchecked; empty if the text is plain or damaged. */
    public static String keyId(Content content, String stored) {
        return content.isSealed(stored) ? SealedText.keyIdOrEmpty(stored) : "";
    }
}
