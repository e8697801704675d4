package dev.idiolect.oauth.client;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.SafeText;
import java.net.URI;
import java.net.URISyntaxException;

/** Checks client ids that are URLs of client metadata. */
final class ClientIds {

    private ClientIds() {}

    /** @throws InvalidClientException if the client id violates a rule */
    static URI require(String clientId) {
        URI url;
        try {
            url = new URI(clientId);
        } catch (URISyntaxException e) {
            throw invalid(clientId, "it is not a URL");
        }
        String path = url.getRawPath();
        if (!"https".equals(url.getScheme())) {
            throw invalid(
                    clientId, "it must be the https URL of the client's metadata, or http://localhost for development");
        }
        if (url.getHost() == null || !HostNames.isName(url.getHost())) {
            throw invalid(clientId, "its host must be a domain name in lower case");
        }
        if (url.getPort() != -1 || url.getRawUserInfo() != null) {
            throw invalid(clientId, "it must have no port and no user information");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw invalid(clientId, "it must have no query and no fragment");
        }
        if (path == null || path.isEmpty() || path.endsWith("/")) {
            throw invalid(
                    clientId, "it must have a path that does not end with a slash, such as /client-metadata.json");
        }
        if (!url.normalize().equals(url) || path.contains("//")) {
            throw invalid(clientId, "its path must have no empty or dot segments");
        }
        return url;
    }

    private static InvalidClientException invalid(String clientId, String rule) {
        return new InvalidClientException("Invalid client id " + SafeText.quoted(clientId) + ": " + rule);
    }
}
