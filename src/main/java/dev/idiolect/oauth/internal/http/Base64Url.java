package dev.idiolect.oauth.internal.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Hashes and random values in base64url without padding.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4648#section-5">RFC 4648 section 5</a>
 */
public final class Base64Url {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Base64Url() {}

    /** Returns random bytes from a secure source. */
    public static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return encode(random);
    }

    /** Returns the SHA-256 hash of an ASCII text, such as a token or a code verifier. */
    public static String sha256(String ascii) {
        try {
            return encode(MessageDigest.getInstance("SHA-256").digest(ascii.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Returns the bytes in base64url without padding. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
