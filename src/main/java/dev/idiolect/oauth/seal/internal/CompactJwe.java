package dev.idiolect.oauth.seal.internal;

import dev.idiolect.oauth.internal.http.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A JWE in compact serialization, with {@code dir} and A256GCM. Nimbus reads and writes the same format, but its Base64
 * takes several times as long as the encryption.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7516#section-7.1">RFC 7516 section 7.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-5.3">RFC 7518 section 5.3</a>
 */
final class CompactJwe {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int PARTS = 5;
    private static final int BYTES_OF_GROUP = 3;
    private static final int CHARACTERS_OF_GROUP = 4;

    private final List<String> parts;
    private final SealedHeader header;

    private CompactJwe(List<String> parts) {
        this.parts = parts;
        header = SealedHeader.parse(parts.get(0));
    }

    /** Encrypts a text. The protected header is authenticated, but not encrypted. */
    static String encrypt(SecretKey key, String headerJson, String text) throws GeneralSecurityException {
        String headerText = Base64Url.encode(headerJson.getBytes(StandardCharsets.UTF_8));
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        byte[] encryptedAndTag =
                cipher(Cipher.ENCRYPT_MODE, key, iv, headerText).doFinal(text.getBytes(StandardCharsets.UTF_8));
        int end = encryptedAndTag.length - TAG_BYTES;
        return headerText
                + ".."
                + Base64Url.encode(iv)
                + '.'
                + Base64Url.encode(Arrays.copyOf(encryptedAndTag, end))
                + '.'
                + Base64Url.encode(Arrays.copyOfRange(encryptedAndTag, end, encryptedAndTag.length));
    }

    /**
     * Parses the header of a JWE.
     *
     * @throws IllegalArgumentException if the text is not a compact JWE, or its header is invalid
     */
    static CompactJwe parse(String text) {
        List<String> parts = List.of(text.strip().split("\\.", PARTS + 1));
        if (parts.size() != PARTS) {
            throw new IllegalArgumentException("not a compact JWE");
        }
        return new CompactJwe(parts);
    }

    SealedHeader header() {
        return header;
    }

    /**
     * Decrypts the text.
     *
     * @throws GeneralSecurityException if the JWE was changed, or encrypted with another key
     */
    String decrypt(SecretKey key) throws GeneralSecurityException {
        byte[] iv = decode(parts.get(2));
        byte[] encrypted = decode(parts.get(3));
        byte[] tag = decode(parts.get(4));
        if (!parts.get(1).isEmpty() || iv.length != IV_BYTES || tag.length != TAG_BYTES) {
            throw new BadPaddingException("A part has an unexpected length");
        }
        Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, iv, parts.get(0));
        byte[] text = new byte[cipher.getOutputSize(encrypted.length + TAG_BYTES)];
        int length = cipher.update(encrypted, 0, encrypted.length, text);
        length += cipher.doFinal(tag, 0, TAG_BYTES, text, length);
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    // The tag authenticates the bytes, but several texts decode to the same bytes. Such texts differ only in the last
    // group.
    private static byte[] decode(String part) throws BadPaddingException {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw new BadPaddingException("A part is not Base64");
        }
        int rest = bytes.length % BYTES_OF_GROUP;
        String last = Base64Url.encode(Arrays.copyOfRange(bytes, bytes.length - rest, bytes.length));
        int length = bytes.length / BYTES_OF_GROUP * CHARACTERS_OF_GROUP + last.length();
        if (part.length() != length || !part.endsWith(last)) {
            throw new BadPaddingException("A part is not canonical Base64");
        }
        return bytes;
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] iv, String headerText)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
        cipher.updateAAD(headerText.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
