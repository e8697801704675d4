package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpPurpose;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the authorization server of a PDS and fetches its metadata. Each call sends requests;
 * {@link CachedAuthorizationServers} caches the results. Safe for use by many threads.
 *
 * @see <a href="https://atproto.com/specs/oauth#server-metadata">AT Protocol OAuth: server metadata</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728">RFC 9728: protected resource metadata</a>
 */
public final class AuthorizationServers {

    private static final String PROTECTED_RESOURCE = "/.well-known/oauth-protected-resource";
    private static final String AUTHORIZATION_SERVER = "/.well-known/oauth-authorization-server";

    // A JSON object with none of these is not the document: a proxy or captive portal has responded.
    private static final Set<String> RESOURCE_MEMBERS = Set.of("resource", "authorization_servers");
    private static final Set<String> SERVER_MEMBERS =
            Set.of("issuer", "authorization_endpoint", "token_endpoint", "pushed_authorization_request_endpoint");

    private final SsrfSafeHttpClient http;

    public AuthorizationServers(SsrfSafeHttpClient http) {
        this.http = http.forPurpose(HttpPurpose.METADATA);
    }

    /**
     * Returns an instance for a server and the servers that its metadata names; see
     * {@link SsrfSafeHttpClient#scopedTo}.
     */
    public AuthorizationServers scopedTo(URI server) {
        return new AuthorizationServers(http.scopedTo(server));
    }

    /**
     * Returns the issuer that the metadata of a PDS names.
     *
     * @throws DiscoveryException if the PDS cannot be reached or its metadata is invalid
     */
    public String issuerOf(String pdsUrl) {
        URI url = URI.create(pdsOrigin(pdsUrl) + PROTECTED_RESOURCE);
        return issuer(url, document(url, RESOURCE_MEMBERS));
    }

    /**
     * Returns the issuer for a server address that a user entered: that of a PDS or of an authorization server.
     *
     * @throws DiscoveryException if neither metadata document can be used; reports the more informative failure
     */
    public String issuerAt(String address) {
        String origin = origin(address);
        try {
            return issuerOf(origin);
        } catch (DiscoveryException noResource) {
            try {
                return metadata(origin).issuer();
            } catch (DiscoveryException noServer) {
                throw better(origin, noResource, noServer);
            }
        }
    }

    private static DiscoveryException better(
            String origin, DiscoveryException noResource, DiscoveryException noServer) {
        if (noResource.isNotFound() && noServer.isNotFound()) {
            return DiscoveryException.noOAuth(origin, noResource, noServer);
        }
        return noResource.isNotFound() || (noServer.isFinal() && !noServer.isNotFound() && !noResource.isFinal())
                ? noServer
                : noResource;
    }

    /**
     * Returns the metadata of an issuer.
     *
     * @throws DiscoveryException if the server cannot be reached or its metadata is invalid
     */
    public AuthorizationServerMetadata metadata(String issuer) {
        return fetch(issuer, null);
    }

    /**
     * Returns the metadata of the issuer that a PDS named, and checks that the issuer does not exclude the PDS.
     *
     * @throws DiscoveryException if the server cannot be reached or its metadata is invalid
     */
    public AuthorizationServerMetadata metadata(String issuer, String pdsUrl) {
        return fetch(issuer, pdsOrigin(pdsUrl));
    }

    private AuthorizationServerMetadata fetch(String issuer, @Nullable String pdsOrigin) {
        URI url = URI.create(origin(issuer) + AUTHORIZATION_SERVER);
        return AuthorizationServerMetadata.parse(issuer, url, document(url, SERVER_MEMBERS), pdsOrigin);
    }

    static String issuer(URI url, Map<String, Object> document) {
        String origin = HttpOrigin.of(url);
        // RFC 9728 section 3.3.
        if (document.containsKey("resource") && !origin.equals(document.get("resource"))) {
            throw DiscoveryException.invalidMetadata(url, "resource must be " + origin);
        }
        if (!(document.get("authorization_servers") instanceof List<?> servers)
                || servers.size() != 1
                || !(servers.get(0) instanceof String issuer)) {
            throw DiscoveryException.invalidMetadata(url, "authorization_servers must contain exactly one entry");
        }
        // An issuer of the AT Protocol is an origin; RFC 8414 section 3.1 puts the well-known part before a path.
        if (!HttpOrigin.isOrigin(issuer) || !HttpOrigin.isAtLeastAsSecure(URI.create(issuer), url)) {
            throw DiscoveryException.invalidMetadata(
                    url, "the entry of authorization_servers must be the origin of an https URL");
        }
        return issuer;
    }

    private Map<String, Object> document(URI url, Set<String> members) {
        HttpResponse response;
        try {
            response = http.getJson(url);
            if (response.status() == 200) {
                response.requireFromJsonServer();
            }
        } catch (ExchangeException e) {
            throw DiscoveryException.noResponse(url, e);
        }
        if (response.status() == 200 && !MaxLength.METADATA.allows(response.body())) {
            throw DiscoveryException.invalidMetadata(
                    url, "the document must have at most " + MaxLength.METADATA.limit() + " bytes");
        }
        Map<String, Object> json = response.json();
        if (response.status() != 200 || json == null) {
            throw DiscoveryException.unusable(url, response, http.now());
        }
        if (Collections.disjoint(json.keySet(), members)) {
            throw DiscoveryException.notMetadata(url);
        }
        return json;
    }

    private static String origin(String address) {
        String origin = pdsOrigin(address);
        URI url = URI.create(address);
        boolean bare = (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        if (!bare) {
            throw invalidAddress(address);
        }
        return origin;
    }

    /** Returns the origin of a session's PDS URL; see {@link HttpOrigin#ofSecure}. */
    static String pdsOrigin(String pdsUrl) {
        try {
            return HttpOrigin.ofSecure(pdsUrl);
        } catch (InvalidUrlException e) {
            throw e.isInsecure()
                    ? DiscoveryException.invalidAddress("Invalid server address: " + e.getMessage())
                    : invalidAddress(pdsUrl);
        }
    }

    private static DiscoveryException invalidAddress(String address) {
        return DiscoveryException.invalidAddress(
                "Invalid server address " + SafeText.quoted(address) + ": use one such as https://pds.example.com");
    }
}
