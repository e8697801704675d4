package dev.idiolect.oauth.client;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.idiolect.oauth.internal.http.SafeText;
import java.net.URI;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metadata document of a client. Serve it at the client id with status 200, as {@code application/json}, without a
 * redirect. Immutable and thread-safe.
 *
 * @see <a href="https://atproto.com/specs/oauth#client-id-metadata-document">AT Protocol OAuth: client metadata</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">RFC 7591 section 2</a>
 */
public final class ClientMetadata {

    private final OAuthClient client;
    private final Map<String, String> texts;

    private ClientMetadata(Builder builder) {
        this.client = builder.client;
        this.texts = new LinkedHashMap<>(builder.texts);
    }

    /**
     * Returns a client's metadata without optional members.
     *
     * @param client a client with an {@code https} client id
     * @return the metadata; it contains the client's public keys, if it has any
     * @throws InvalidClientException if it is a development client, which has no metadata
     */
    public static ClientMetadata of(OAuthClient client) {
        return builder(client).build();
    }

    /**
     * Returns a builder of a client's metadata.
     *
     * @param client a client with an {@code https} client id
     * @return a builder without optional parts
     * @throws InvalidClientException if it is a development client, which has no metadata
     */
    public static Builder builder(OAuthClient client) {
        return new Builder(client);
    }

    /**
     * Returns a builder with the parts of this metadata.
     *
     * @return the builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(client);
        builder.texts.putAll(texts);
        return builder;
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
        if (client.keys().isEmpty()) {
            json.put("token_endpoint_auth_method", "none");
        } else {
            json.put("token_endpoint_auth_method", "private_key_jwt");
            json.put("token_endpoint_auth_signing_alg", "ES256");
            if (!texts.containsKey("jwks_uri")) {
                json.put("jwks", parse(jwks()));
            }
        }
        return JSONObjectUtils.toJSONString(json);
    }

    /**
     * Returns the client's public keys, as published at {@code jwks_uri}.
     *
     * @return a JSON Web Key Set, empty for a public client
     */
    public String jwks() {
        return client.keys().map(ClientKeys::jwks).orElse("{\"keys\":[]}");
    }

    private static Map<String, Object> parse(String jwks) {
        try {
            return JSONObjectUtils.parse(jwks);
        } catch (ParseException e) {
            throw new IllegalStateException("Cannot parse own output", e);
        }
    }

    /** Builds {@link ClientMetadata}. Each method checks its argument. Not thread-safe. */
    public static final class Builder {

        private final OAuthClient client;
        private final Map<String, String> texts = new LinkedHashMap<>();

        private Builder(OAuthClient client) {
            if (client.isDevelopment()) {
                throw new InvalidClientException("A development client (http://localhost) has no metadata");
            }
            this.client = client;
        }

        /**
         * Sets the application's name.
         *
         * @param name a name for people to read
         * @return this builder
         */
        public Builder name(String name) {
            texts.put("client_name", name);
            return this;
        }

        /**
         * Sets the application's home page.
         *
         * @param uri a URL with the client id's origin, and the client id's path or a parent of it
         * @return this builder
         * @throws InvalidClientException if the URL is elsewhere; authorization servers would not show the client's
         *     name
         */
        public Builder uri(String uri) {
            URI page = https("client_uri", uri);
            URI id = URI.create(client.clientId());
            String path = page.getRawPath().isEmpty() ? "/" : page.getRawPath();
            boolean above =
                    id.getRawPath().equals(path) || id.getRawPath().startsWith(path.endsWith("/") ? path : path + "/");
            if (!page.getHost().equals(id.getHost()) || page.getPort() != -1 || !above) {
                throw new InvalidClientException("Invalid client_uri " + SafeText.quoted(uri)
                        + ": use the client id's origin, and the client id's path or a parent of it");
            }
            texts.put("client_uri", uri);
            return this;
        }

        /**
         * Sets the application's logo.
         *
         * @param uri the {@code https} URL of an image
         * @return this builder
         * @throws InvalidClientException if it is not an {@code https} URL
         */
        public Builder logoUri(String uri) {
            return putUri("logo_uri", uri);
        }

        /**
         * Sets the terms of service.
         *
         * @param uri their {@code https} URL
         * @return this builder
         * @throws InvalidClientException if it is not an {@code https} URL
         */
        public Builder termsOfServiceUri(String uri) {
            return putUri("tos_uri", uri);
        }

        /**
         * Sets the privacy policy.
         *
         * @param uri its {@code https} URL
         * @return this builder
         * @throws InvalidClientException if it is not an {@code https} URL
         */
        public Builder policyUri(String uri) {
            return putUri("policy_uri", uri);
        }

        /**
         * Sets the URL of the public keys ({@code jwks_uri}). The metadata then contains this URL instead of the keys.
         *
         * @param uri the {@code https} URL at which {@link ClientMetadata#jwks()} is published
         * @return this builder
         * @throws InvalidClientException if it is not an {@code https} URL, or the client has no keys
         */
        public Builder jwksUri(String uri) {
            if (client.keys().isEmpty()) {
                throw new InvalidClientException("A public client cannot have a jwks_uri: it has no keys");
            }
            return putUri("jwks_uri", uri);
        }

        /**
         * Builds the metadata.
         *
         * @return the metadata
         */
        public ClientMetadata build() {
            return new ClientMetadata(this);
        }

        private Builder putUri(String name, String uri) {
            https(name, uri);
            texts.put(name, uri);
            return this;
        }

        private static URI https(String name, String uri) {
            URI parsed = null;
            try {
                parsed = URI.create(uri);
            } catch (IllegalArgumentException e) {
                // Handled by the exception below.
            }
            if (parsed == null
                    || !"https".equals(parsed.getScheme())
                    || parsed.getHost() == null
                    || parsed.getRawUserInfo() != null) {
                throw new InvalidClientException("Invalid " + name + " " + SafeText.quoted(uri) + ": use an https URL");
            }
            return parsed;
        }
    }
}
