package dev.idiolect.oauth.login;

import dev.idiolect.oauth.dpop.DpopException;
import dev.idiolect.oauth.dpop.HttpOrigin;
import dev.idiolect.oauth.refresh.DiscoveryException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an authorization server's metadata and holds them against the rules.
 *
 * @see <a href="https://atproto.com/specs/oauth#authorization-servers">AT Protocol OAuth: authorization servers</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3.3">RFC 8414 section 3.3</a>
 */
final class ServerRules {

    private final String issuer;
    private final Map<String, Object> document;

    private ServerRules(String issuer, Map<String, Object> document) {
        this.issuer = issuer;
        this.document = document;
    }

    /**
     * @param pdsOrigin the PDS that trusts the server, or null if none led there
     * @throws DiscoveryException if a rule is broken
     */
    static LoginServer read(
            String issuer, @Nullable String pdsOrigin, Map<String, Object> document, boolean confidential) {
        ServerRules rules = new ServerRules(issuer, document);
        // RFC 9728 section 4: the server doesn't have to say, but it must not say otherwise.
        if (pdsOrigin != null && document.containsKey("protected_resources")) {
            rules.require("protected_resources", pdsOrigin);
        }
        return rules.read(confidential);
    }

    /** The one thing that ending a session needs, whatever else the server has come to do. */
    static @Nullable URI revocationEndpoint(String issuer, Map<String, Object> document) {
        ServerRules rules = new ServerRules(issuer, document);
        rules.requireIssuer();
        return rules.optionalEndpoint("revocation_endpoint");
    }

    private LoginServer read(boolean confidential) {
        requireIssuer();
        requireTrue("authorization_response_iss_parameter_supported");
        requireTrue("require_pushed_authorization_requests");
        requireTrue("client_id_metadata_document_supported");
        require("response_types_supported", "code");
        require("grant_types_supported", "authorization_code");
        require("grant_types_supported", "refresh_token");
        require("code_challenge_methods_supported", "S256");
        require("dpop_signing_alg_values_supported", "ES256");
        require("scopes_supported", ScopeRule.ATPROTO);
        require("token_endpoint_auth_methods_supported", confidential ? "private_key_jwt" : "none");
        if (confidential) {
            require("token_endpoint_auth_signing_alg_values_supported", "ES256");
        }
        return new LoginServer(
                issuer,
                endpoint("authorization_endpoint"),
                endpoint("pushed_authorization_request_endpoint"),
                endpoint("token_endpoint"),
                optionalEndpoint("revocation_endpoint"));
    }

    private void requireIssuer() {
        if (!issuer.equals(document.get("issuer"))) {
            throw broken("issuer must be the address that was asked");
        }
    }

    private void requireTrue(String name) {
        if (!Boolean.TRUE.equals(document.get(name))) {
            throw broken(name + " must be true");
        }
    }

    private void require(String name, String value) {
        if (!(document.get(name) instanceof List<?> values) || !values.contains(value)) {
            throw broken(name + " must hold " + value);
        }
    }

    private URI endpoint(String name) {
        URI endpoint = optionalEndpoint(name);
        if (endpoint == null) {
            throw broken(name + " is missing");
        }
        return endpoint;
    }

    private @Nullable URI optionalEndpoint(String name) {
        Object value = document.get(name);
        if (value == null) {
            return null;
        }
        try {
            URI endpoint = URI.create(String.valueOf(value));
            HttpOrigin.of(endpoint);
            // A server out there must not send anybody to what listens on this machine.
            boolean secure = "https".equals(endpoint.getScheme()) || issuer.startsWith("http:");
            // Half a surrogate pair, which JSON can write and URI takes, is nothing that a browser can be sent to.
            boolean text = StandardCharsets.UTF_8.newEncoder().canEncode(endpoint.toString());
            if (secure && text && endpoint.getRawFragment() == null) {
                return endpoint;
            }
        } catch (IllegalArgumentException | DpopException e) {
            // Said below.
        }
        throw broken(name + " must be an https URL");
    }

    private DiscoveryException broken(String rule) {
        return new DiscoveryException(
                "The authorization server " + issuer + " can't be used, its metadata break a rule: " + rule,
                false,
                null);
    }
}
