package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.client.internal.Scopes;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.internal.http.MaxLength;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an authorization server. The getters check an endpoint's URL before they return it.
 * {@link #requireLoginSupport} checks the other requirements of a login. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 section 2</a>
 * @see <a href="https://atproto.com/specs/oauth#authorization-servers">AT Protocol OAuth: authorization servers</a>
 */
public final class AuthorizationServerMetadata {

    private static final String TOKEN = "token_endpoint";
    private static final String AUTHORIZATION = "authorization_endpoint";
    private static final String PUSHED_AUTHORIZATION_REQUEST = "pushed_authorization_request_endpoint";
    private static final String REVOCATION = "revocation_endpoint";

    /** A member that a login needs, and the value that it must have or contain. */
    @SuppressWarnings("ImmutableEnumChecker") // A value is a string or a boolean.
    private enum Feature {
        ISSUER_IN_RESPONSE("authorization_response_iss_parameter_supported", true),
        PUSHED_REQUESTS("require_pushed_authorization_requests", true),
        CLIENT_METADATA("client_id_metadata_document_supported", true),
        CODE("response_types_supported", "code"),
        AUTHORIZATION_CODE("grant_types_supported", "authorization_code"),
        REFRESH_TOKEN("grant_types_supported", "refresh_token"),
        S256("code_challenge_methods_supported", "S256"),
        DPOP("dpop_signing_alg_values_supported", "ES256"),
        ATPROTO_SCOPE("scopes_supported", Scopes.ATPROTO),
        PUBLIC_CLIENTS("token_endpoint_auth_methods_supported", "none"),
        CONFIDENTIAL_CLIENTS("token_endpoint_auth_methods_supported", "private_key_jwt"),
        ASSERTION_ALGORITHM("token_endpoint_auth_signing_alg_values_supported", "ES256");

        private final String member;
        private final Object value;

        Feature(String member, Object value) {
            this.member = member;
            this.value = value;
        }

        boolean isIn(Map<String, Object> document) {
            Object actual = document.get(member);
            return value.equals(true) ? value.equals(actual) : actual instanceof List<?> list && list.contains(value);
        }

        String rule() {
            return member + (value.equals(true) ? " must be true" : " must contain " + value);
        }
    }

    private final String issuer;
    private final URI source;
    private final Map<String, URI> endpoints = new HashMap<>();
    private final Map<String, DiscoveryException> invalidEndpoints = new LinkedHashMap<>();
    private final Set<Feature> features = new HashSet<>();

    private AuthorizationServerMetadata(String issuer, URI source) {
        this.issuer = issuer;
        this.source = source;
    }

    /**
     * Parses a metadata document. Keeps only the members in use, because the document can be large and results are
     * cached.
     *
     * @param source the URL of the document
     * @param pdsOrigin the PDS that named the issuer, or null if there is none
     * @throws DiscoveryException if the document is for another issuer, or lists its protected resources without the
     *     PDS
     */
    static AuthorizationServerMetadata parse(
            String issuer, URI source, Map<String, Object> document, @Nullable String pdsOrigin) {
        AuthorizationServerMetadata metadata = new AuthorizationServerMetadata(issuer, source);
        // RFC 8414 section 3.3.
        if (!issuer.equals(document.get("issuer"))) {
            throw metadata.invalid("issuer must be " + issuer);
        }
        // RFC 9728 section 4: a server need not list its resources.
        if (pdsOrigin != null
                && document.containsKey("protected_resources")
                && !(document.get("protected_resources") instanceof List<?> list && list.contains(pdsOrigin))) {
            throw metadata.invalid("protected_resources must contain " + pdsOrigin);
        }
        for (String name : List.of(TOKEN, AUTHORIZATION, PUSHED_AUTHORIZATION_REQUEST, REVOCATION)) {
            Object value = document.get(name);
            if (value != null) {
                metadata.addEndpoint(name, value);
            }
        }
        for (Feature feature : Feature.values()) {
            if (feature.isIn(document)) {
                metadata.features.add(feature);
            }
        }
        return metadata;
    }

    /** Returns the maximum memory use in bytes. A URI keeps copies of its parts. */
    long bytes() {
        return LruCache.bytes(issuer)
                + endpoints.values().stream()
                        .mapToLong(url -> 256 + 3 * LruCache.bytes(url))
                        .sum();
    }

    /** Returns the issuer identifier. */
    public String issuer() {
        return issuer;
    }

    /**
     * Returns the URL of the token endpoint, where codes and refresh tokens are exchanged.
     *
     * @throws DiscoveryException if it is missing or its URL is invalid
     */
    public URI tokenEndpoint() {
        return required(TOKEN);
    }

    /**
     * Returns the URL of the authorization endpoint, to which the user's browser is redirected.
     *
     * @throws DiscoveryException if it is missing or its URL is invalid
     */
    public URI authorizationEndpoint() {
        return required(AUTHORIZATION);
    }

    /**
     * Returns the URL for pushed authorization requests (RFC 9126).
     *
     * @throws DiscoveryException if it is missing or its URL is invalid
     */
    public URI pushedAuthorizationRequestEndpoint() {
        return required(PUSHED_AUTHORIZATION_REQUEST);
    }

    /**
     * Returns the URL at which tokens are revoked (RFC 7009); empty if the server has none.
     *
     * @throws DiscoveryException if its URL is invalid
     */
    public Optional<URI> revocationEndpoint() {
        requireValid(REVOCATION);
        return Optional.ofNullable(endpoints.get(REVOCATION));
    }

    /**
     * Checks that an account can sign in at this server.
     *
     * @param confidential whether the client authenticates with a key
     * @throws DiscoveryException if the server lacks a feature that the AT Protocol requires; the message names it
     */
    public void requireLoginSupport(boolean confidential) {
        for (Feature feature : Feature.values()) {
            boolean needed = switch (feature) {
                case PUBLIC_CLIENTS -> !confidential;
                case CONFIDENTIAL_CLIENTS, ASSERTION_ALGORITHM -> confidential;
                default -> true;
            };
            if (needed && !features.contains(feature)) {
                throw invalid(feature.rule());
            }
        }
        requireValidEndpoints();
        authorizationEndpoint();
        pushedAuthorizationRequestEndpoint();
        tokenEndpoint();
    }

    /**
     * Checks the URLs of all endpoints in the document. A logout needs only one endpoint and does not call this method.
     *
     * @throws DiscoveryException for the first endpoint with an invalid URL
     */
    void requireValidEndpoints() {
        invalidEndpoints.keySet().forEach(this::requireValid);
    }

    private void requireValid(String name) {
        DiscoveryException invalid = invalidEndpoints.get(name);
        if (invalid != null) {
            throw invalid;
        }
    }

    private void addEndpoint(String name, Object value) {
        try {
            endpoints.put(name, endpoint(name, value));
        } catch (DiscoveryException e) {
            invalidEndpoints.put(name, e);
        }
    }

    private URI endpoint(String name, Object value) {
        if (value instanceof String text && !MaxLength.URL.allows(text)) {
            throw tooLong(name);
        }
        try {
            if (value instanceof String text) {
                URI endpoint = URI.create(text);
                HttpOrigin.of(endpoint);
                // JSON can contain half a surrogate pair. URI accepts it, but requests and browsers cannot encode it.
                boolean unicode = StandardCharsets.UTF_8.newEncoder().canEncode(text);
                if (unicode && !MaxLength.URL.allows(endpoint.toASCIIString())) {
                    throw tooLong(name);
                }
                if (unicode && HttpOrigin.isAtLeastAsSecure(endpoint, source) && endpoint.getRawFragment() == null) {
                    return endpoint;
                }
            }
        } catch (IllegalArgumentException | InvalidUrlException e) {
            throw invalid(name + " must be a URL");
        }
        throw invalid(name + " must be an https URL");
    }

    private DiscoveryException tooLong(String name) {
        return invalid(name + " must have at most " + MaxLength.URL.limit() + " characters");
    }

    private URI required(String name) {
        requireValid(name);
        URI endpoint = endpoints.get(name);
        if (endpoint == null) {
            throw invalid(name + " is missing");
        }
        return endpoint;
    }

    private DiscoveryException invalid(String rule) {
        return DiscoveryException.invalidMetadata(source, rule);
    }
}
