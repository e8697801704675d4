package dev.idiolect.oauth.internal.http;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The target of a request. The URL is checked, but not yet the addresses of its host: {@code https} to a named host or,
 * if the policy allows it, {@code http} to this machine.
 *
 * @param host the host name for the lookup, without the brackets of an IPv6 address
 * @param authority the value of the {@code Host} header
 * @param path the encoded path and query
 * @param loopback whether this is {@code http} to this machine
 */
record RequestTarget(String host, int port, String authority, String path, boolean loopback) {

    /** @throws ExchangeException if the policy does not allow requests to the URL */
    static RequestTarget of(URI url, NetworkPolicy policy) throws ExchangeException {
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        boolean loopback = policy.allowsLoopbackHttp() && NetworkPolicy.isLoopbackHttp(url);
        boolean named = "https".equalsIgnoreCase(url.getScheme()) && HostNames.isName(host);
        if ((!loopback && !named) || url.getRawUserInfo() != null) {
            throw ExchangeException.refused("only https URLs with a public host name are allowed, no IP addresses"
                    + (policy.allowsLoopbackHttp() ? "; also http to localhost, 127.0.0.1 and [::1]" : ""));
        }
        int port = url.getPort() != -1 ? url.getPort() : loopback ? 80 : 443;
        if (port < 1 || port > 65535) {
            throw ExchangeException.refused("the URL's port must be between 1 and 65535");
        }
        // JSON can contain half a surrogate pair, and URI accepts it, but toASCIIString() fails.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(url.toString())) {
            throw ExchangeException.refused("the URL is not valid Unicode");
        }
        URI ascii = URI.create(url.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        String authority = host + (url.getPort() == -1 ? "" : ":" + port);
        return new RequestTarget(host.replaceAll("[\\[\\]]", ""), port, authority, path + query, loopback);
    }

    /** Returns the URL of the server's root. */
    URI root() {
        return URI.create((loopback ? "http://" : "https://") + authority + "/");
    }

    boolean allows(InetAddress address) {
        return loopback ? address.isLoopbackAddress() : PublicAddresses.isPublic(address);
    }
}
