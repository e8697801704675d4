package dev.idiolect.oauth.internal.http;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a URL in one canonical spelling: scheme and host in lower case, no default port, no trailing slash.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454#section-6.2">RFC 6454 section 6.2</a>
 */
public final class HttpOrigin {

    // RFC 1035 section 2.3.4; messages repeat hosts.
    private static final int LONGEST_HOST = 253;

    private HttpOrigin() {}

    /**
     * Returns the origin of a URL, such as {@code https://pds.example.com} or {@code http://localhost:2583}.
     *
     * @param url an absolute {@code http} or {@code https} URL
     * @return the origin
     * @throws InvalidUrlException if the URL is relative, of another scheme, without a host, or one of more than 253 characters,
     *     with a port above 65535, or holds user information
     */
    public static String of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost();
        int port = url.getPort();
        if (host != null && host.length() > LONGEST_HOST) {
            throw new InvalidUrlException("The host of a URL has " + host.length() + " characters, of " + LONGEST_HOST
                    + " that a name can have");
        }
        if (!(scheme.equals("https") || scheme.equals("http"))
                || host == null
                || port > 65535
                || url.getRawUserInfo() != null) {
            throw new InvalidUrlException(
                    "Not an http or https URL with a host and without user information: " + shown(url));
        }
        boolean standard = port == -1 || port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host.toLowerCase(Locale.ROOT) + (standard ? "" : ":" + port);
    }

    /**
     * Returns the origin of a URL given as text.
     *
     * @param url an absolute {@code http} or {@code https} URL
     * @return the origin
     * @throws InvalidUrlException if the text is no such URL
     */
    public static String of(String url) {
        URI parsed = parse(url);
        if (parsed == null) {
            // A text that can't be taken apart can hold user information anywhere, so it is not shown.
            throw new InvalidUrlException("Not a URL (" + url.length() + " characters)");
        }
        return of(parsed);
    }

    /**
     * Returns whether a secret may be sent to a URL: over {@code https}, or over {@code http} to this machine itself.
     *
     * @param url where the secret would go
     * @return whether the URL is {@code https}, or {@code http} to {@code localhost}, {@code 127.0.0.1} or {@code [::1]}
     */
    public static boolean isSecure(URI url) {
        if ("https".equalsIgnoreCase(url.getScheme())) {
            return true;
        }
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        return "http".equalsIgnoreCase(url.getScheme())
                && (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]"));
    }

    /**
     * Returns whether a text is an origin in its canonical spelling.
     *
     * @param text any text
     * @return whether {@link #of(String)} returns the same text
     */
    public static boolean isOrigin(String text) {
        try {
            return text.equals(of(text));
        } catch (InvalidUrlException e) {
            return false;
        }
    }

    /**
     * Returns whether a server may name another URL: it must be secure, and a server that is not on this machine must not send
     * requests to this machine.
     *
     * @param target the URL that was named
     * @param source where it was named
     * @return whether requests may go from there to it
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

    private static String shown(URI url) {
        // User information and query can hold secrets.
        return url.getScheme() + "://" + url.getHost() + (url.getPort() == -1 ? "" : ":" + url.getPort());
    }
}
