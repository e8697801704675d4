package dev.idiolect.oauth.client;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.idiolect.oauth.internal.http.SafeText;
import java.net.URI;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The document that a client publishes at the address that is its client id: with status 200, as {@code application/json},
 * without a redirect. Immutable.
 *
 * @see <a href="https://atproto.com/specs/oauth#client-id-metadata-document">AT Protocol OAuth: client metadata</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">RFC 7591 section 2</a>
 */
public final class ClientMetadata {

    private final OAuthClient client;
    private final Map<String, String> texts;

    private ClientMetadata(OAuthClient client, Map<String, String> texts) {
        this.client = client;
        this.texts = texts;
    }

    /**
     * Returns the metadata of a client.
     *
     * @param client a client with an https client id
     * @return the metadata, with the client's keys inside if it has any
     * @throws InvalidClientException if it is a development client, which has none
     */
    public static ClientMetadata of(OAuthClient client) {
        if (client.isDevelopment()) {
            throw new InvalidClientException("A development client (http://localhost) has no metadata to publish");
        }
        return new ClientMetadata(client, Map.of());
    }

    /**
     * Returns a copy with a name for people to read.
     *
     * @param name the application's name
     * @return the copy
     */
    public ClientMetadata withName(String name) {
        return with("client_name", name);
    }

    /**
     * Returns a copy with the application's home page.
     *
     * @param uri an address of the client id's origin, and the client id's path or one above it
     * @return the copy
     * @throws InvalidClientException if it is elsewhere: authorization servers don't show such a client's name
     */
    public ClientMetadata withUri(String uri) {
        URI page = https("client_uri", uri);
        URI id = URI.create(client.clientId());
        String path = page.getRawPath().isEmpty() ? "/" : page.getRawPath();
        boolean above =
                id.getRawPath().equals(path) || id.getRawPath().startsWith(path.endsWith("/") ? path : path + "/");
        if (!id.getHost().equals(page.getHost()) || page.getPort() != -1 || !above) {
            throw new InvalidClientException(
                    "client_uri must be of the client id's origin, and at or above its path, was "
                            + SafeText.quoted(uri));
        }
        return with("client_uri", uri);
    }

    /**
     * Returns a copy with a picture of the application.
     *
     * @param uri the picture's https address
     * @return the copy
     * @throws InvalidClientException if it is no https address
     */
    public ClientMetadata withLogo(String uri) {
        https("logo_uri", uri);
        return with("logo_uri", uri);
    }

    /**
     * Returns a copy with terms of service.
     *
     * @param uri their https address
     * @return the copy
     * @throws InvalidClientException if it is no https address
     */
    public ClientMetadata withTermsOfService(String uri) {
        https("tos_uri", uri);
        return with("tos_uri", uri);
    }

    /**
     * Returns a copy with a privacy policy.
     *
     * @param uri its https address
     * @return the copy
     * @throws InvalidClientException if it is no https address
     */
    public ClientMetadata withPolicy(String uri) {
        https("policy_uri", uri);
        return with("policy_uri", uri);
    }

    /**
     * Returns a copy that says where the keys are instead of holding them.
     *
     * @param uri the https address at which {@link #jwks()} is published
     * @return the copy
     * @throws InvalidClientException if it is no https address, or the client has no keys
     */
    public ClientMetadata withJwksUri(String uri) {
        https("jwks_uri", uri);
        if (client.keys() == null) {
            throw new InvalidClientException("A public client has no keys, and no jwks_uri");
        }
        return with("jwks_uri", uri);
    }

    /**
     * Returns the document.
     *
     * @return a JSON object
     */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("client_id", client.clientId());
        json.put("application_type", client.isNative() ? "native" : "web");
        json.putAll(texts);
        json.put("redirect_uris", client.redirectUris());
        json.put("scope", client.scope());
        json.put("grant_types", List.of("authorization_code", "refresh_token"));
        json.put("response_types", List.of("code"));
        json.put("dpop_bound_access_tokens", true);
        ClientKeys keys = client.keys();
        json.put("token_endpoint_auth_method", keys == null ? "none" : "private_key_jwt");
        if (keys != null) {
            json.put("token_endpoint_auth_signing_alg", "ES256");
            if (!texts.containsKey("jwks_uri")) {
                json.put("jwks", parsed(keys.jwks()));
            }
        }
        return JSONObjectUtils.toJSONString(json);
    }

    /**
     * Returns the client's public keys, for the place that {@code jwks_uri} names.
     *
     * @return a JSON Web Key Set, empty for a public client
     */
    public String jwks() {
        ClientKeys keys = client.keys();
        return keys == null ? "{\"keys\":[]}" : keys.jwks();
    }

    private ClientMetadata with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(texts);
        changed.put(name, value);
        return new ClientMetadata(client, changed);
    }

    private static Map<String, Object> parsed(String jwks) {
        try {
            return JSONObjectUtils.parse(jwks);
        } catch (ParseException e) {
            throw new IllegalStateException("Own output can be read", e);
        }
    }

    private static URI https(String name, String uri) {
        try {
            URI parsed = URI.create(uri);
            if ("https".equals(parsed.getScheme()) && parsed.getHost() != null && parsed.getRawUserInfo() == null) {
                return parsed;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new InvalidClientException(name + " must be an https address, was " + SafeText.quoted(uri));
    }
}
