package dev.idiolect.oauth.internal.http;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a URL in canonical form: scheme and host in lower case, no default port, no trailing slash.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454#section-6.2">RFC 6454 section 6.2</a>
 */
public final class HttpOrigin {

    private HttpOrigin() {}

    /**
     * Returns the origin of a URL, such as {@code https://pds.example.com} or {@code http://localhost:2583}.
     *
     * @throws InvalidUrlException if the URL is relative, is neither http nor https, has no host, a host of more than
     *     253 characters, a port above 65535, or user information
     */
    public static String of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost();
        int port = url.getPort();
        if (host != null && !MaxLength.HOST.allows(host)) {
            throw new InvalidUrlException("Invalid URL: its host has " + host.length() + " characters; at most "
                    + MaxLength.HOST.limit() + " are allowed");
        }
        if (!(scheme.equals("https") || scheme.equals("http"))
                || host == null
                || port > 65535
                || url.getRawUserInfo() != null) {
            throw new InvalidUrlException(
                    "Invalid URL " + redacted(url) + ": use http or https with a host and without user information");
        }
        boolean standard = port == -1 || port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host.toLowerCase(Locale.ROOT) + (standard ? "" : ":" + port);
    }

    /**
     * Returns the origin of a URL given as text.
     *
     * @throws InvalidUrlException if the text is not such a URL
     */
    public static String of(String url) {
        URI parsed = parse(url);
        if (parsed == null) {
            // Unparseable text may contain user information anywhere, so it is not shown.
            throw new InvalidUrlException("Invalid URL (" + url.length() + " characters)");
        }
        return of(parsed);
    }

    /**
     * Returns the origin of a server to which secrets are sent, such as the PDS of a session. A path in the URL, which
     * other tools may have stored, is ignored.
     *
     * @throws InvalidUrlException if the text is not such a URL, or if {@link #isSecure} is false
     */
    public static String ofSecure(String url) {
        String origin = of(url);
        if (!isSecure(URI.create(origin))) {
            throw InvalidUrlException.insecure(origin);
        }
        return origin;
    }

    /**
     * Returns whether secrets may be sent to a URL: over {@code https}, or over {@code http} to {@code localhost},
     * {@code 127.0.0.1} or {@code [::1]}.
     */
    public static boolean isSecure(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) || NetworkPolicy.isLoopbackHttp(url);
    }

    /** Returns whether a text is an origin in canonical form. */
    public static boolean isOrigin(String text) {
        try {
            return text.equals(of(text));
        } catch (InvalidUrlException e) {
            return false;
        }
    }

    /**
     * Returns whether a URL in a server's metadata may be used: the URL must be secure, and a server on another machine
     * must not direct requests to this machine.
     *
     * @param target the URL in the metadata
     * @param source the URL of the metadata
     */
    public static boolean isAtLeastAsSecure(URI target, URI source) {
        return isSecure(target)
                && ("https".equalsIgnoreCase(target.getScheme()) || "http".equalsIgnoreCase(source.getScheme()));
    }

    private static @Nullable URI parse(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String redacted(URI url) {
        // User information and query may contain secrets.
        return url.getScheme() + "://" + url.getHost() + (url.getPort() == -1 ? "" : ":" + url.getPort());
    }
}
