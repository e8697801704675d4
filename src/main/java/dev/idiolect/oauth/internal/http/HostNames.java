package dev.idiolect.oauth.internal.http;

import java.util.Set;
import java.util.regex.Pattern;

/** Which host names can be public servers', by the syntax that the AT Protocol has for handles and did:web. */
public final class HostNames {

    private static final int LONGEST = 253;

    // The last label begins with a letter, which leaves out every spelling of an IPv4 address.
    private static final Pattern SYNTAX =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private static final Set<String> RESERVED =
            Set.of("alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion");

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

    /**
     * Returns whether the top-level domain is set aside, so that nobody out there can own such a name.
     *
     * @param name a DNS name in lower case
     * @param development whether {@code .test} is let through
     * @return whether it is
     */
    public static boolean isReserved(String name, boolean development) {
        String top = name.substring(name.lastIndexOf('.') + 1);
        return RESERVED.contains(top) || top.equals("test") && !development;
    }
}
