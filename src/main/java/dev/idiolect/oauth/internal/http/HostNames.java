package dev.idiolect.oauth.internal.http;

import java.util.regex.Pattern;

/** Which host names can be public servers', by the syntax that the AT Protocol has for handles and did:web. */
public final class HostNames {

    private static final int LONGEST = 253;

    // The last label begins with a letter, which leaves out every spelling of an IPv4 address.
    private static final Pattern SYNTAX =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private HostNames() {}

    /**
     * Returns whether a host is a DNS name of two or more labels, in lower case.
     *
     * @param host the host
     * @return whether it is one
     */
    public static boolean isName(String host) {
        return host.length() <= LONGEST && SYNTAX.matcher(host).matches();
    }
}
