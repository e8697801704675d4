package dev.idiolect.oauth.dpop;

import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.internal.http.MaxLength;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Caches the newest DPoP nonce of each origin. Keeps at most {@value #LIMIT} origins and evicts the least recently
 * used. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-8">RFC 9449 sections 8 and 9</a>
 */
public final class DpopNonces {

    /** The maximum number of origins. */
    public static final int LIMIT = 1000;

    // RFC 9449 section 8.1: nonce = 1*NQCHAR.
    private static final Pattern NONCE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]+");

    // Usual entries take 300 bytes.
    private static final long MAX_BYTES = 512L << 10;

    private final LruCache<String> current = new LruCache<>(LIMIT, MAX_BYTES, LruCache::bytes);

    /** Creates an empty set of nonces. */
    public DpopNonces() {}

    /**
     * Returns the newest nonce of an origin.
     *
     * @param origin the origin in the form of {@link HttpOrigin}
     * @return the nonce, or null if none is known
     */
    public @Nullable String current(String origin) {
        return current.get(origin);
    }

    /**
     * Stores the nonce of a response, replacing the previous nonce of the origin.
     *
     * @param origin the origin in the form of {@link HttpOrigin}
     * @param nonce the value of the {@code DPoP-Nonce} header; null and invalid values are ignored
     */
    public void update(String origin, @Nullable String nonce) {
        if (nonce != null && !nonce.equals(current.get(origin)) && isNonce(nonce)) {
            current.put(origin, nonce);
        }
    }

    /**
     * Stores a possibly stale nonce, such as that of a stored session, unless the origin already has one.
     *
     * @param origin the origin in the form of {@link HttpOrigin}
     * @param nonce the stored nonce; null and invalid values are ignored
     */
    public void seed(String origin, @Nullable String nonce) {
        if (nonce != null && isNonce(nonce)) {
            current.putIfAbsent(origin, nonce);
        }
    }

    private static boolean isNonce(String nonce) {
        return MaxLength.NONCE.allows(nonce) && NONCE.matcher(nonce).matches();
    }
}
