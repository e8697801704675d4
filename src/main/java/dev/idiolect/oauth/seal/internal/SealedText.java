package dev.idiolect.oauth.seal.internal;

import dev.idiolect.oauth.internal.http.SafeText;
import java.security.GeneralSecurityException;
import javax.crypto.BadPaddingException;
import org.jspecify.annotations.Nullable;

/** An encrypted text that was read from a store. No part of it is trusted until it is decrypted. */
final class SealedText {

    private static final String TYPES = "idiolect-";
    private static final String REMEDY = ": restore it from a backup, or remove it and let the user sign in again";

    private final CompactJwe jwe;
    private final SealedHeader header;
    private final String keyId;

    private SealedText(CompactJwe jwe, String keyId) {
        this.jwe = jwe;
        this.header = jwe.header();
        this.keyId = keyId;
    }

    /**
     * Parses a sealed text without decrypting it.
     *
     * @throws SealException if it is not a JWE with the algorithms of this library and a {@code kid}
     */
    static SealedText parse(String stored) throws SealException {
        CompactJwe jwe;
        try {
            jwe = CompactJwe.parse(stored);
        } catch (IllegalArgumentException e) {
            // The parser's message may quote the text, so the exception is not used as the cause.
            throw SealException.invalid("it is not a valid JWE" + REMEDY);
        }
        requireAlgorithms(jwe.header());
        String keyId = jwe.header().keyId();
        if (keyId == null) {
            throw SealException.invalid("it names no encryption key (kid)" + REMEDY);
        }
        return new SealedText(jwe, keyId);
    }

    // Before decryption: an attacker must not choose the algorithms, or make a small text inflate to a large one.
    private static void requireAlgorithms(SealedHeader header) throws SealException {
        require("alg", header.alg(), SealedHeader.ALG);
        require("enc", header.enc(), SealedHeader.ENC);
        if (header.zip() != null) {
            throw SealException.invalid("it is compressed (zip " + SafeText.text(header.zip())
                    + "), but this library never compresses" + REMEDY);
        }
    }

    private static void require(String name, @Nullable String value, String supported) throws SealException {
        if (!supported.equals(value)) {
            throw SealException.invalid("its " + name + " is " + SafeText.text(String.valueOf(value)) + " instead of "
                    + supported + ": read it with the version or program that wrote it");
        }
    }

    String keyId() {
        return keyId;
    }

    /** Decrypts the text, and checks the kind of content and the owner. Does not check the owner if it is null. */
    String open(EncryptionKey key, Content content, @Nullable String owner) throws SealException {
        String text;
        try {
            text = jwe.decrypt(key.secret());
        } catch (BadPaddingException | RuntimeException e) {
            throw SealException.invalid("it cannot be decrypted with the key " + SafeText.text(keyId)
                    + ": it was changed, or another key has the same kid. Check the encryption keys, or restore it from"
                    + " a backup");
        } catch (GeneralSecurityException e) {
            throw SealException.noCipher(
                    "the Java runtime cannot decrypt it with AES-GCM: check the security providers", e);
        }
        if (!content.type().equals(header.contentType())) {
            throw SealException.invalid("its content is " + SafeText.text(String.valueOf(header.contentType()))
                    + " instead of " + content.type() + ": it was copied from another place" + REMEDY);
        }
        if (owner != null && !owner.equals(header.owner())) {
            throw SealException.invalid("it belongs to " + SafeText.text(String.valueOf(header.owner()))
                    + " instead of " + SafeText.text(owner) + ": it was copied from another place" + REMEDY);
        }
        return text;
    }

    /** Returns whether a text begins with the header of this library's JWE. */
    static boolean isOurs(String stored) {
        SealedHeader header = headerOrNull(stored);
        return header != null && String.valueOf(header.contentType()).startsWith(TYPES);
    }

    /** Returns the id of the key that a text names, or an empty text. */
    static String keyIdOrEmpty(String stored) {
        SealedHeader header = headerOrNull(stored);
        return header == null || header.keyId() == null ? "" : header.keyId();
    }

    /** Returns the text that is not encrypted, unchecked; see {@link Sealer#clearText}. */
    static String clearText(Content content, String owner, String stored) {
        SealedHeader header = headerOrNull(stored);
        return header != null && content.type().equals(header.contentType()) && owner.equals(header.owner())
                ? header.clearText()
                : "";
    }

    private static @Nullable SealedHeader headerOrNull(String stored) {
        int end = stored.indexOf('.');
        try {
            return end < 0 ? null : SealedHeader.parse(stored.substring(0, end));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
