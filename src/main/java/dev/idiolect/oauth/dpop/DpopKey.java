package dev.idiolect.oauth.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.idiolect.oauth.internal.http.Base64Url;
import dev.idiolect.oauth.internal.http.FlatJson;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.interfaces.ECPrivateKey;
import java.text.ParseException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The DPoP key of one session, which creates proofs (ES256). Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-4">RFC 9449 section 4</a>
 */
public final class DpopKey {

    private static final int JTI_BYTES = 16;

    // Without the private part: caches keep this object, and its text must not stay in memory after a logout.
    private final transient ECKey publicKey;

    private final transient ECPrivateKey privateKey;
    private final String encodedHeader;
    private final transient Es256Signer signer;

    // A cache of one, because the calls of a session repeat its access token.
    private volatile @Nullable HashedText lastToken;

    private DpopKey(ECKey key, @Nullable Provider provider) {
        publicKey = key.toPublicJWK();
        encodedHeader = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(bare(key).toPublicJWK())
                .build()
                .toBase64URL()
                .toString();
        try {
            privateKey = key.toECPrivateKey();
            signer = new Es256Signer(privateKey, provider);
        } catch (JOSEException e) {
            throw new DpopException("The DPoP key is unusable for ES256: a P-256 private key is required");
        }
    }

    /**
     * Generates a P-256 key. Every session needs its own key.
     *
     * @return the key
     * @throws DpopException if the JDK cannot generate such a key
     */
    public static DpopKey generate() {
        try {
            return new DpopKey(new ECKeyGenerator(Curve.P_256).generate(), null);
        } catch (JOSEException e) {
            throw new DpopException("Cannot generate a P-256 key: check the JDK's security providers", e);
        }
    }

    /**
     * Parses a key that signs with the JDK's default provider.
     *
     * @param privateJwk a P-256 private key as a JSON Web Key (RFC 7517)
     * @return the key
     * @throws DpopException if the text is not such a key
     */
    public static DpopKey of(String privateJwk) {
        return of(privateJwk, null);
    }

    /**
     * Parses a key that signs with the given crypto provider.
     *
     * @param privateJwk a P-256 private key as a JSON Web Key (RFC 7517)
     * @param provider the provider that signs, or null for the JDK's default
     * @return the key
     * @throws DpopException if the text is not such a key
     */
    public static DpopKey of(String privateJwk, @Nullable Provider provider) {
        ECKey key;
        try {
            key = ECKey.parse(privateJwk);
        } catch (ParseException | RuntimeException e) {
            // The parser throws a NullPointerException for the JSON "null". Its message may quote the key, so the
            // exception is not used as the cause.
            throw new DpopException("Cannot read the DPoP key: a P-256 private key as a JSON Web Key is required");
        }
        if (!Curve.P_256.equals(key.getCurve()) || !key.isPrivate()) {
            throw new DpopException("The DPoP key is unusable for ES256: a P-256 private key is required");
        }
        return new DpopKey(key, provider);
    }

    /**
     * Creates a proof that is issued now, for one attempt of a request. Each attempt needs a new proof.
     *
     * @param method the HTTP method, exactly as sent
     * @param url the request's URL; the proof omits query and fragment
     * @param accessToken the access token of the request to a resource server; null for an authorization server
     * @param nonce the server's newest nonce, or null if there is none
     * @return the value of the {@code DPoP} header
     * @throws DpopException if the URL is not an http or https URL, or signing fails
     */
    public String proof(String method, URI url, @Nullable String accessToken, @Nullable String nonce) {
        return proof(method, url, accessToken, nonce, Instant.now());
    }

    /**
     * Creates a proof that is issued at a given time, for one attempt of a request. Each attempt needs a new proof.
     *
     * @param method the HTTP method, exactly as sent
     * @param url the request's URL; the proof omits query and fragment
     * @param accessToken the access token of the request to a resource server; null for an authorization server
     * @param nonce the server's newest nonce, or null if there is none
     * @param issuedAt the time by the server's clock; fractions of a second are dropped
     * @return the value of the {@code DPoP} header
     * @throws DpopException if the URL is not an http or https URL, or signing fails
     */
    public String proof(
            String method, URI url, @Nullable String accessToken, @Nullable String nonce, Instant issuedAt) {
        return proof(method, origin(url), url, accessToken, nonce, issuedAt);
    }

    /** Creates a proof for a URL whose origin is known. */
    String proof(
            String method,
            String origin,
            URI url,
            @Nullable String accessToken,
            @Nullable String nonce,
            Instant issuedAt) {
        String payload = new FlatJson()
                .add("jti", Base64Url.random(JTI_BYTES))
                .add("htm", method)
                .add("htu", htu(origin, url))
                .add("iat", issuedAt.getEpochSecond())
                .add("ath", accessToken == null ? null : hash(accessToken))
                .add("nonce", nonce)
                .toJson();
        String signed = encodedHeader + '.' + Base64Url.encode(payload.getBytes(StandardCharsets.ISO_8859_1));
        try {
            return signed + '.' + Base64Url.encode(signer.sign(signed.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new DpopException(
                    "The crypto provider " + signer.providerName()
                            + " cannot sign a DPoP proof: set idiolect.oauth.dpop.provider=jdk to sign with the JDK",
                    e);
        }
    }

    private String hash(String accessToken) {
        HashedText last = lastToken;
        if (last == null || !last.isOf(accessToken)) {
            last = new HashedText(accessToken);
            lastToken = last;
        }
        return last.hash();
    }

    /**
     * Returns the public key.
     *
     * @return a JSON Web Key without private parts
     */
    public String publicJwk() {
        return bare(publicKey).toPublicJWK().toJSONString();
    }

    /**
     * Returns the private key, a secret, for {@code OAuthSession}.
     *
     * @return a JSON Web Key with its private part
     */
    public String privateJwk() {
        return new ECKey.Builder(publicKey).privateKey(privateKey).build().toJSONString();
    }

    /**
     * Returns the SHA-256 thumbprint of the public key, to which servers bind tokens ({@code jkt}).
     *
     * @return the RFC 7638 thumbprint, base64url-encoded
     * @throws DpopException if the JDK has no SHA-256
     */
    public String thumbprint() {
        try {
            return publicKey.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new DpopException("No SHA-256 in this JDK", e);
        }
    }

    /**
     * Returns a text for logs with the key's thumbprint.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "DpopKey[" + thumbprint() + "]";
    }

    // RFC 9449 section 4.3: servers compare after normalization (RFC 3986 section 6.2.2 and 6.2.3).
    private static String htu(String origin, URI url) {
        String path = url.getRawPath();
        if (path == null || path.isEmpty()) {
            return origin + "/";
        }
        return origin + (isAscii(path) ? path : percentEncoded(url));
    }

    private static boolean isAscii(String path) {
        return path.chars().allMatch(c -> c < 128);
    }

    // HTTP clients send only ASCII, and servers compare URLs without decoding them.
    private static String percentEncoded(URI url) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(url.toString())) {
            throw new DpopException("Invalid URL: it contains an unpaired surrogate");
        }
        return URI.create(url.toASCIIString()).getRawPath();
    }

    static String origin(URI url) {
        try {
            return HttpOrigin.of(url);
        } catch (InvalidUrlException e) {
            throw new DpopException(String.valueOf(e.getMessage()), e);
        }
    }

    // Only kty, crv, x and y: servers do not need the kid or use of a stored key.
    private static ECKey bare(ECKey key) {
        return new ECKey.Builder(key.getCurve(), key.getX(), key.getY()).build();
    }
}
