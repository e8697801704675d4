package dev.idiolect.oauth.internal.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Determines which servers may receive requests. */
public enum NetworkPolicy {

    /** Only {@code https} to hosts with a public name and public addresses. */
    PUBLIC,

    /**
     * Also {@code http} to {@code localhost}, {@code 127.0.0.1} and {@code [::1]}, and names under {@code .test}. Not
     * for production.
     */
    DEVELOPMENT;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Set<String> RESERVED =
            Set.of("alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion");

    /** Returns the policy for a {@code development} setting. */
    public static NetworkPolicy of(boolean development) {
        return development ? DEVELOPMENT : PUBLIC;
    }

    /**
     * Returns the policy for requests to a server and to the servers that its metadata names. Only a server at a
     * loopback {@code http} URL may name servers on this machine.
     */
    static NetworkPolicy ofServer(URI server) {
        return of(isLoopbackHttp(server));
    }

    /** Returns whether {@code http} to this machine is allowed. */
    public boolean allowsLoopbackHttp() {
        return this == DEVELOPMENT;
    }

    /**
     * Returns whether a DNS name is under a reserved top-level domain (RFC 6761), where no account can have a handle.
     *
     * @param name a DNS name in lower case
     */
    public boolean isReserved(String name) {
        String top = name.substring(name.lastIndexOf('.') + 1);
        return RESERVED.contains(top) || (top.equals("test") && this == PUBLIC);
    }

    /**
     * Returns the canonical origin of a server's address.
     *
     * @param address any text
     * @return the origin; empty if the address has a path, query or fragment, or if this policy forbids requests to it
     */
    public Optional<String> originOf(String address) {
        try {
            URI url = new URI(address);
            boolean bare = RequestTarget.of(url, this).path().equals("/") && url.getRawFragment() == null;
            return bare ? Optional.of(HttpOrigin.of(url)) : Optional.empty();
        } catch (URISyntaxException | ExchangeException e) {
            return Optional.empty();
        }
    }

    static boolean isLoopbackHttp(URI url) {
        return "http".equalsIgnoreCase(url.getScheme())
                && url.getHost() != null
                && LOOPBACK.contains(url.getHost().toLowerCase(Locale.ROOT));
    }
}
