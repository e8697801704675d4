package dev.idiolect.oauth.seal.internal;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.util.Base64URL;
import dev.idiolect.oauth.internal.http.SafeText;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/** A compact JWE that is opened. No part of it is trusted until it is decrypted. */
final class SealedText {

    /** The header member for a text that is not encrypted. */
    static final String CLEAR_TEXT = "idiolect";

    private static final String TYPES = "idiolect-";
    private static final String REMEDY = ": restore it from a backup, or remove it and let the user sign in again";

    private final JWEObject jwe;
    private final JWEHeader header;

    private SealedText(JWEObject jwe) {
        this.jwe = jwe;
        this.header = jwe.getHeader();
    }

    /**
     * Parses a sealed text without decrypting it.
     *
     * @throws SealException if it is not a JWE with the algorithms of this library and a {@code kid}
     */
    static SealedText parse(String stored) throws SealException {
        SealedText text;
        try {
            text = new SealedText(JWEObject.parse(stored));
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            // The parser's message may quote the text, so the exception is not used as the cause.
            throw SealException.invalid("it is not a valid JWE" + REMEDY);
        }
        text.requireAlgorithms();
        return text;
    }

    // Before decryption: an attacker must not choose the algorithms, or make a small text inflate to a large one.
    private void requireAlgorithms() throws SealException {
        require("alg", header.getAlgorithm(), JWEAlgorithm.DIR);
        require("enc", header.getEncryptionMethod(), EncryptionMethod.A256GCM);
        CompressionAlgorithm zip = header.getCompressionAlgorithm();
        if (zip != null) {
            throw SealException.invalid("it is compressed (zip " + SafeText.text(zip.getName())
                    + "), which this library never does" + REMEDY);
        }
        if (header.getKeyID() == null) {
            throw SealException.invalid("it names no encryption key (kid)" + REMEDY);
        }
    }

    // Nimbus returns null for a header without the member.
    private static void require(String name, @Nullable Algorithm value, Algorithm supported) throws SealException {
        if (!supported.equals(value)) {
            throw SealException.invalid("its " + name + " is " + SafeText.text(String.valueOf(value)) + " instead of "
                    + supported + ": read it with the version or program that wrote it");
        }
    }

    String keyId() {
        return header.getKeyID();
    }

    /** Decrypts the text and checks its content and its owner; an owner of null is not checked. */
    String open(EncryptionKey key, Content content, @Nullable String owner) throws SealException {
        try {
            jwe.decrypt(key.decrypter());
        } catch (JOSEException | RuntimeException e) {
            throw changed();
        }
        // Several texts decode to the same bytes, and the tag covers only the bytes of these parts.
        if (!isCanonical(jwe.getIV()) || !isCanonical(jwe.getCipherText()) || !isCanonical(jwe.getAuthTag())) {
            throw changed();
        }
        if (!content.type().equals(header.getContentType())) {
            throw SealException.invalid("its content is " + SafeText.text(String.valueOf(header.getContentType()))
                    + " instead of " + content.type() + ": it was copied from another place" + REMEDY);
        }
        if (owner != null && !owner.equals(header.getSubject())) {
            throw SealException.invalid("it belongs to " + SafeText.text(String.valueOf(header.getSubject()))
                    + " instead of " + SafeText.text(owner) + ": it was copied from another place" + REMEDY);
        }
        return jwe.getPayload().toString();
    }

    private SealException changed() {
        return SealException.invalid("it cannot be decrypted with the key " + SafeText.text(keyId())
                + ": it was changed, or another key has the same kid. Check the encryption keys, or restore it from a"
                + " backup");
    }

    // Nimbus also decodes texts with other characters between those of Base64.
    private static boolean isCanonical(@Nullable Base64URL part) {
        return part != null && Base64URL.encode(part.decode()).equals(part);
    }

    /** Returns whether a text begins with the header of this library's JWE. */
    static boolean isOurs(String stored) {
        JWEHeader header = headerOrNull(stored);
        return header != null && String.valueOf(header.getContentType()).startsWith(TYPES);
    }

    /** Returns the id of the key that a text names, or an empty text. */
    static String keyIdOrEmpty(String stored) {
        JWEHeader header = headerOrNull(stored);
        return header == null || header.getKeyID() == null ? "" : header.getKeyID();
    }

    /** Returns the text that is not encrypted, unchecked; see {@link Sealer#clearText}. */
    static String clearText(Content content, String owner, String stored) {
        JWEHeader header = headerOrNull(stored);
        return header != null
                        && content.type().equals(header.getContentType())
                        && owner.equals(header.getSubject())
                        && header.getCustomParam(CLEAR_TEXT) instanceof String text
                ? text
                : "";
    }

    private static @Nullable JWEHeader headerOrNull(String stored) {
        int end = stored.indexOf('.');
        try {
            return end < 0 ? null : JWEHeader.parse(new Base64URL(stored.substring(0, end)));
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            return null;
        }
    }
}
