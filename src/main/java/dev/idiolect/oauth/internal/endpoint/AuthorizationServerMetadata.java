package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.client.Scopes;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata of an authorization server. Every endpoint that it names has been checked; what a login needs besides is
 * checked by {@link #requireLoginSupport}. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 section 2</a>
 * @see <a href="https://atproto.com/specs/oauth#authorization-servers">AT Protocol OAuth: authorization servers</a>
 */
public final class AuthorizationServerMetadata {

    private static final String TOKEN = "token_endpoint";
    private static final String AUTHORIZATION = "authorization_endpoint";
    private static final String PUSHED_AUTHORIZATION_REQUEST = "pushed_authorization_request_endpoint";
    private static final String REVOCATION = "revocation_endpoint";

    private final String issuer;
    private final URI source;
    private final Map<String, Object> document;
    private final Map<String, URI> endpoints = new HashMap<>();

    private AuthorizationServerMetadata(String issuer, URI source, Map<String, Object> document) {
        this.issuer = issuer;
        this.source = source;
        this.document = document;
    }

    /**
     * Reads a metadata document.
     *
     * @throws DiscoveryException if the document names another issuer, or an endpoint that must not be used
     */
    static AuthorizationServerMetadata parse(String issuer, URI source, Map<String, Object> document) {
        AuthorizationServerMetadata metadata = new AuthorizationServerMetadata(issuer, source, document);
        // RFC 8414 section 3.3.
        if (!issuer.equals(document.get("issuer"))) {
            throw metadata.invalid("issuer must be " + issuer);
        }
        for (String name : List.of(TOKEN, AUTHORIZATION, PUSHED_AUTHORIZATION_REQUEST, REVOCATION)) {
            Object value = document.get(name);
            if (value != null) {
                metadata.endpoints.put(name, metadata.endpoint(name, value));
            }
        }
        return metadata;
    }

    /** Returns the issuer identifier. */
    public String issuer() {
        return issuer;
    }

    /**
     * Returns the URL at which codes and refresh tokens are exchanged.
     *
     * @throws DiscoveryException if there is none
     */
    public URI tokenEndpoint() {
        return required(TOKEN);
    }

    /**
     * Returns the URL to which a user's browser is sent.
     *
     * @throws DiscoveryException if there is none
     */
    public URI authorizationEndpoint() {
        return required(AUTHORIZATION);
    }

    /**
     * Returns the URL that takes pushed authorization requests (RFC 9126).
     *
     * @throws DiscoveryException if there is none
     */
    public URI pushedAuthorizationRequestEndpoint() {
        return required(PUSHED_AUTHORIZATION_REQUEST);
    }

    /** Returns the URL at which tokens are revoked (RFC 7009); empty if the server revokes none. */
    public Optional<URI> revocationEndpoint() {
        return Optional.ofNullable(endpoints.get(REVOCATION));
    }

    /**
     * Checks that an account can sign in at this server.
     *
     * @param confidential whether the client authenticates with a key
     * @throws DiscoveryException if the server lacks a feature that the AT Protocol requires; the message names it
     */
    public void requireLoginSupport(boolean confidential) {
        requireTrue("authorization_response_iss_parameter_supported");
        requireTrue("require_pushed_authorization_requests");
        requireTrue("client_id_metadata_document_supported");
        require("response_types_supported", "code");
        require("grant_types_supported", "authorization_code");
        require("grant_types_supported", "refresh_token");
        require("code_challenge_methods_supported", "S256");
        require("dpop_signing_alg_values_supported", "ES256");
        require("scopes_supported", Scopes.ATPROTO);
        require("token_endpoint_auth_methods_supported", confidential ? "private_key_jwt" : "none");
        if (confidential) {
            require("token_endpoint_auth_signing_alg_values_supported", "ES256");
        }
        authorizationEndpoint();
        pushedAuthorizationRequestEndpoint();
        tokenEndpoint();
    }

    /**
     * Checks that the server does not exclude a PDS. RFC 9728 section 4: a server need not list its resources.
     *
     * @throws DiscoveryException if the server lists its protected resources and the PDS is not among them
     */
    void requireResource(String pdsOrigin) {
        if (document.containsKey("protected_resources")) {
            require("protected_resources", pdsOrigin);
        }
    }

    private URI endpoint(String name, Object value) {
        try {
            if (value instanceof String text) {
                URI endpoint = URI.create(text);
                HttpOrigin.of(endpoint);
                // JSON can hold half a surrogate pair, and URI accepts it; no request and no browser can use it.
                boolean unicode = StandardCharsets.UTF_8.newEncoder().canEncode(text);
                if (unicode && HttpOrigin.isAtLeastAsSecure(endpoint, source) && endpoint.getRawFragment() == null) {
                    return endpoint;
                }
            }
        } catch (IllegalArgumentException | InvalidUrlException e) {
            throw invalid(name + " must be a URL");
        }
        throw invalid(name + " must be an https URL");
    }

    private URI required(String name) {
        URI endpoint = endpoints.get(name);
        if (endpoint == null) {
            throw invalid(name + " is missing");
        }
        return endpoint;
    }

    private void requireTrue(String name) {
        if (!Boolean.TRUE.equals(document.get(name))) {
            throw invalid(name + " must be true");
        }
    }

    private void require(String name, String value) {
        if (!(document.get(name) instanceof List<?> values) || !values.contains(value)) {
            throw invalid(name + " must contain " + value);
        }
    }

    private DiscoveryException invalid(String rule) {
        return DiscoveryException.invalidMetadata(source, rule);
    }
}
