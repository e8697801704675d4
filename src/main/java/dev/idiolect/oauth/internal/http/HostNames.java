package dev.idiolect.oauth.internal.http;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The syntax of public host names, as the AT Protocol defines it for handles and did:web.
 *
 * @see <a href="https://atproto.com/specs/handle#handle-identifier-syntax">AT Protocol: handle syntax</a>
 */
public final class HostNames {

    // The last label begins with a letter, which excludes every spelling of an IPv4 address.
    private static final Pattern SYNTAX =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private HostNames() {}

    /** Returns whether a text is a DNS name of at least two labels, in lower case. */
    public static boolean isName(String host) {
        return MaxLength.HOST.allows(host) && SYNTAX.matcher(host).matches();
    }

    /**
     * Returns a name for the owner of a server: the last two labels of its domain, or an IP address or local name with
     * its port. The owner of a domain can have any number of hosts. All domains under a suffix such as {@code co.uk}
     * count as one owner.
     *
     * @param authority a host, with or without a port
     */
    public static String owner(String authority) {
        String host = authority.replaceFirst(":[0-9]*$", "");
        return isName(host) ? domain(host) : authority;
    }

    /** Returns a name for the owner of a URL's server; see {@link #owner}. */
    public static String ownerOf(String url) {
        String authority = url.replaceFirst("^[A-Za-z]+://", "").split("[/?#]", 2)[0];
        return owner(authority.toLowerCase(Locale.ROOT));
    }

    /** Returns the last two labels of a name. */
    public static String domain(String host) {
        int dot = host.lastIndexOf('.', host.lastIndexOf('.') - 1);
        return host.substring(dot + 1);
    }
}
