package dev.idiolect.oauth.seal.internal;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import dev.idiolect.oauth.internal.http.FlatJson;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JWE Protected Header of a sealed text.
 *
 * @param alg the algorithm, or null
 * @param enc the encryption method, or null
 * @param zip the compression, or null
 * @param keyId the id of the key ({@code kid}), or null
 * @param contentType the kind of content ({@code cty}), or null
 * @param owner the owner ({@code sub}), or null
 * @param clearText a text that is not encrypted ({@code idiolect}); may be empty
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7516#section-4.1">RFC 7516 section 4.1</a>
 */
record SealedHeader(
        @Nullable String alg,
        @Nullable String enc,
        @Nullable String zip,
        @Nullable String keyId,
        @Nullable String contentType,
        @Nullable String owner,
        String clearText) {

    static final String ALG = JWEAlgorithm.DIR.getName();
    static final String ENC = EncryptionMethod.A256GCM.getName();

    /** The header member for a text that is not encrypted. */
    private static final String CLEAR_TEXT = "idiolect";

    // Matches the output of toJson without escapes. A fast path, because each read of a session parses a header.
    private static final Pattern USUAL = usual();

    private static Pattern usual() {
        String text = "\"([^\"\\\\\\x00-\\x1f\\x7f-\\uffff]++)\"";
        return Pattern.compile("\\{\"alg\":\"" + ALG + "\",\"enc\":\"" + ENC + "\",\"kid\":" + text + ",\"cty\":" + text
                + ",\"sub\":" + text + "(?:,\"" + CLEAR_TEXT + "\":" + text + ")?+\\}");
    }

    /** Returns the header of a text that is encrypted with a key. */
    static SealedHeader of(String keyId, Content content, String owner, String clearText) {
        return new SealedHeader(ALG, ENC, null, keyId, content.type(), owner, clearText);
    }

    String toJson() {
        return new FlatJson()
                .add("alg", alg)
                .add("enc", enc)
                .add("kid", keyId)
                .add("cty", contentType)
                .add("sub", owner)
                .add(CLEAR_TEXT, clearText.isEmpty() ? null : clearText)
                .toJson();
    }

    /**
     * Parses a header.
     *
     * @param base64 the first part of a compact JWE
     * @throws IllegalArgumentException if it is not the header of a JWE, or has {@code crit}
     */
    static SealedHeader parse(String base64) {
        String json = new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
        Matcher usual = USUAL.matcher(json);
        return usual.matches()
                ? new SealedHeader(
                        ALG,
                        ENC,
                        null,
                        usual.group(1),
                        usual.group(2),
                        usual.group(3),
                        usual.group(4) == null ? "" : usual.group(4))
                : parseAny(json);
    }

    private static SealedHeader parseAny(String json) {
        JWEHeader header;
        try {
            header = JWEHeader.parse(json);
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            // The parser's message may quote the text.
            throw new IllegalArgumentException("not the header of a JWE");
        }
        CompressionAlgorithm zip = header.getCompressionAlgorithm();
        if (header.getCriticalParams() != null) {
            throw new IllegalArgumentException("a header with crit");
        }
        return new SealedHeader(
                name(header.getAlgorithm()),
                name(header.getEncryptionMethod()),
                zip == null ? null : zip.getName(),
                header.getKeyID(),
                header.getContentType(),
                header.getSubject(),
                header.getCustomParam(CLEAR_TEXT) instanceof String text ? text : "");
    }

    // Nimbus returns null for a header without the member.
    private static @Nullable String name(@Nullable Algorithm algorithm) {
        return algorithm == null ? null : algorithm.getName();
    }
}
