package dev.idiolect.oauth.internal.http;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a request may go by its URL alone: to a named host by https, or, in development, to this machine by http.
 *
 * @param host as it is looked up, without an IPv6 address's brackets
 * @param port where the host is asked
 * @param authority as it stands in the {@code Host} header
 * @param path the path and query as they go on the wire
 * @param local whether it is this machine, by http
 */
record RequestTarget(String host, int port, String authority, String path, boolean local) {

    /**
     * Returns where a URL leads.
     *
     * @param url the URL
     * @param policy which servers requests may go to
     * @return the target
     * @throws ExchangeException if the URL is none that may be asked
     */
    static RequestTarget of(URI url, NetworkPolicy policy) throws ExchangeException {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        boolean local = policy.isAllowedLoopback(url);
        if (!local && !(scheme.equals("https") && HostNames.isName(host)) || url.getRawUserInfo() != null) {
            throw ExchangeException.refused(rule(policy));
        }
        int port = url.getPort() != -1 ? url.getPort() : local ? 80 : 443;
        if (port < 1 || port > 65535) {
            throw ExchangeException.refused("the address has no possible port");
        }
        // Half a surrogate pair, which JSON can write and URI takes, makes the JDK fail at what comes next.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(url.toString())) {
            throw ExchangeException.refused("the address is no Unicode text");
        }
        URI ascii = URI.create(url.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        String authority = host + (url.getPort() == -1 ? "" : ":" + port);
        return new RequestTarget(host.replaceAll("[\\[\\]]", ""), port, authority, path + query, local);
    }

    boolean allows(InetAddress address) {
        return local ? address.isLoopbackAddress() : PublicAddresses.isPublic(address);
    }

    private static String rule(NetworkPolicy policy) {
        return "only https addresses with a public host name, not an IP address, are"
                + (policy.allowsLoopbackHttp() ? ", and http to localhost, 127.0.0.1 or [::1]" : "");
    }
}
