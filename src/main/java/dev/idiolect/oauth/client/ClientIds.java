package dev.idiolect.oauth.client;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.SafeText;
import java.net.URI;
import java.net.URISyntaxException;

/** What the address of a client's metadata may be. */
final class ClientIds {

    private ClientIds() {}

    static URI require(String clientId) {
        URI url;
        try {
            url = new URI(clientId);
        } catch (URISyntaxException e) {
            throw broken(clientId, "it is no URL");
        }
        String path = url.getRawPath();
        if (!"https".equals(url.getScheme())) {
            throw broken(
                    clientId, "it must be the https URL of the client's metadata, or http://localhost for development");
        }
        // Names of the public network: two labels or more, lower case, no address.
        if (url.getHost() == null || !HostNames.isName(url.getHost())) {
            throw broken(clientId, "its host must be a domain name in lower case");
        }
        if (url.getPort() != -1 || url.getRawUserInfo() != null) {
            throw broken(clientId, "it must have no port and no user information");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw broken(clientId, "it must have no query and no fragment");
        }
        if (path == null || path.isEmpty() || path.endsWith("/")) {
            throw broken(clientId, "it must have a path that does not end with a slash, such as /client-metadata.json");
        }
        if (!url.normalize().equals(url) || path.contains("//")) {
            throw broken(clientId, "its path must have no empty and no dot segments");
        }
        return url;
    }

    private static InvalidClientException broken(String clientId, String rule) {
        return new InvalidClientException("The client id " + SafeText.quoted(clientId) + " can't be used: " + rule);
    }
}
