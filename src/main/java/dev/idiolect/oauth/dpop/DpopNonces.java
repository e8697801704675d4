package dev.idiolect.oauth.dpop;

import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.LruCache;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The newest DPoP nonce of each origin. Safe for use by many threads; keeps at most {@value #LIMIT} origins and drops the
 * one that was not asked for longest.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-8">RFC 9449 sections 8 and 9</a>
 */
public final class DpopNonces {

    /** How many origins are kept at most. */
    public static final int LIMIT = 1000;

    // RFC 9449 section 8.1: nonce = 1*NQCHAR. A server's longer one would only make our requests too large.
    private static final Pattern NONCE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,1024}");

    private final LruCache<String> current = new LruCache<>(LIMIT);

    /** Creates an empty set of nonces. */
    public DpopNonces() {}

    /**
     * Returns the newest nonce of an origin.
     *
     * @param origin the origin in the form of {@link HttpOrigin}
     * @return the nonce, or null if the origin has sent none
     */
    public @Nullable String current(String origin) {
        return current.get(origin);
    }

    /**
     * Remembers the nonce that a response of an origin carried, in place of the one before.
     *
     * @param origin the origin in the form of {@link HttpOrigin}
     * @param nonce the value of the {@code DPoP-Nonce} header; null, and what is no nonce by RFC 9449, changes nothing
     */
    public void update(String origin, @Nullable String nonce) {
        if (nonce != null && NONCE.matcher(nonce).matches()) {
            current.put(origin, nonce);
        }
    }

    /**
     * Remembers a nonce that is perhaps stale, such as one stored with a session, if the origin has sent none so far.
     *
     * @param origin the origin in the form of {@link HttpOrigin}
     * @param nonce the stored nonce; null, and what is no nonce by RFC 9449, changes nothing
     */
    public void seed(String origin, @Nullable String nonce) {
        if (nonce != null && NONCE.matcher(nonce).matches()) {
            current.putIfAbsent(origin, nonce);
        }
    }
}
