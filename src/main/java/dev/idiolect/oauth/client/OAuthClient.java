package dev.idiolect.oauth.client;

import dev.idiolect.oauth.client.internal.Scopes;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.permission.InvalidPermissionException;
import dev.idiolect.oauth.permission.Permissions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The application, as an OAuth client of authorization servers. {@link Builder#build} checks all rules, so a client is
 * always valid. Immutable and thread-safe.
 *
 * <p>The client id is the {@code https} URL of the client's metadata (see {@link ClientMetadata}), or the
 * {@code http://localhost} form of a {@linkplain #development development client}, which needs no metadata. A client
 * with keys is a confidential client, which gets longer sessions.
 *
 * @see <a href="https://atproto.com/specs/oauth#clients">AT Protocol OAuth: clients</a>
 */
public final class OAuthClient {

    /** The default scope: the permissions of an app password. */
    public static final String DEFAULT_SCOPE = "atproto transition:generic";

    private final String clientId;
    private final List<String> redirectUris;
    private final String scope;
    private final @Nullable ClientKeys keys;

    private OAuthClient(String clientId, List<String> redirectUris, String scope, @Nullable ClientKeys keys) {
        this.clientId = clientId;
        this.redirectUris = redirectUris;
        this.scope = scope;
        this.keys = keys;
        requireScope(scope);
        if (redirectUris.isEmpty()) {
            throw new InvalidClientException("A client needs at least one redirect URI");
        }
        if (isDevelopment()) {
            if (keys != null) {
                throw new InvalidClientException("A development client (http://localhost) cannot have keys");
            }
            DevelopmentClient.parse(clientId).check(redirectUris, scope);
        } else {
            ClientIds.require(clientId);
            redirectUris.forEach(uri -> RedirectUris.require(uri, clientId, keys != null));
        }
    }

    static void requireScope(String scope) {
        if (!MaxLength.SCOPE.allows(scope)) {
            throw new InvalidClientException("Invalid scope " + SafeText.quoted(scope) + ": it has " + scope.length()
                    + " characters. Use at most " + MaxLength.SCOPE.limit());
        }
        try {
            Permissions.parse(scope);
        } catch (InvalidPermissionException e) {
            throw new InvalidClientException(String.valueOf(e.getMessage()), e);
        }
        List<String> names = Scopes.names(scope);
        if (!names.contains(Scopes.ATPROTO)) {
            throw new InvalidClientException("Invalid scope " + SafeText.quoted(scope) + ": it must contain atproto");
        }
        if (Set.copyOf(names).size() < names.size()) {
            throw new InvalidClientException("Invalid scope " + SafeText.quoted(scope) + ": a name is repeated");
        }
    }

    /**
     * Returns a client with the defaults of {@link Builder}.
     *
     * @param clientId the {@code https} URL of the client's metadata, or the id of a development client
     * @return the client
     * @throws InvalidClientException if the client id is invalid
     */
    public static OAuthClient of(String clientId) {
        return builder(clientId).build();
    }

    /**
     * Returns a client for development, which needs no metadata and no public host name.
     *
     * @param redirectUri a URI that starts with {@code http://127.0.0.1} or {@code http://[::1]}, with any port and
     *     path
     * @param scope the scopes to request, separated by spaces
     * @return the client
     * @throws InvalidClientException if the redirect URI or the scope is invalid
     * @see <a href="https://atproto.com/specs/oauth#localhost-client-development">AT Protocol OAuth: development</a>
     */
    public static OAuthClient development(String redirectUri, String scope) {
        return development(List.of(redirectUri), scope);
    }

    /**
     * Returns a client for development with several redirect URIs.
     *
     * @param redirectUris each as for {@link #development(String, String)}; the first is the default
     * @param scope the scopes to request, separated by spaces
     * @return the client
     * @throws InvalidClientException if a redirect URI or the scope is invalid
     */
    public static OAuthClient development(List<String> redirectUris, String scope) {
        String clientId = redirectUris.stream()
                .map(uri -> "redirect_uri=" + encode(RedirectUris.withoutPort(uri)) + "&")
                .distinct()
                .collect(Collectors.joining("", "http://localhost?", "scope=" + encode(scope)));
        return builder(clientId).redirectUris(redirectUris).scope(scope).build();
    }

    /**
     * Returns a builder of a client.
     *
     * @param clientId the {@code https} URL of the client's metadata, or the id of a development client
     * @return a builder with all defaults
     */
    public static Builder builder(String clientId) {
        return new Builder(clientId);
    }

    /**
     * Returns a builder with the parts of this client.
     *
     * @return the builder
     */
    public Builder toBuilder() {
        return builder(clientId).redirectUris(redirectUris).scope(scope).keys(keys);
    }

    /**
     * Returns the client id.
     *
     * @return the {@code client_id}
     */
    public String clientId() {
        return clientId;
    }

    /**
     * Returns the redirect URIs.
     *
     * @return at least one; the first is the default
     */
    public List<String> redirectUris() {
        return redirectUris;
    }

    /**
     * Returns the scopes to request.
     *
     * @return the scopes, separated by single spaces; {@code atproto} is among them
     */
    public String scope() {
        return scope;
    }

    /**
     * Returns the keys of a confidential client.
     *
     * @return the keys; empty for a public client
     */
    public Optional<ClientKeys> keys() {
        return Optional.ofNullable(keys);
    }

    /**
     * Returns whether this is a development client, which has no metadata document.
     *
     * @return whether the client id has the {@code http://localhost} form
     */
    public boolean isDevelopment() {
        return DevelopmentClient.is(clientId);
    }

    /** Returns whether this is an installed application, with loopback or private-scheme redirect URIs (RFC 8252). */
    boolean isNative() {
        return redirectUris.stream().anyMatch(uri -> !uri.startsWith("https:"));
    }

    /**
     * Checks that a redirect URI belongs to this client, and returns it. A registered loopback URI without a port
     * matches any port (RFC 8252 section 7.3).
     *
     * @param requested the redirect URI to use
     * @return the same URI
     * @throws InvalidClientException if it does not match a redirect URI of this client
     */
    public String redirectUri(String requested) {
        if (redirectUris.stream().noneMatch(registered -> RedirectUris.matches(registered, requested))) {
            throw new InvalidClientException("Unregistered redirect URI " + SafeText.quoted(requested) + ": use one of "
                    + String.join(", ", redirectUris));
        }
        return requested;
    }

    /**
     * Returns a text for logs.
     *
     * @return client id, redirect URIs, scope and key ids; no private keys
     */
    @Override
    public String toString() {
        return "OAuthClient[clientId=" + clientId + ", redirectUris=" + redirectUris + ", scope=" + scope + ", keys="
                + keys + "]";
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Builds an {@link OAuthClient}. Not thread-safe. */
    public static final class Builder {

        private final String clientId;
        private @Nullable List<String> redirectUris;
        private @Nullable String scope;
        private @Nullable ClientKeys keys;

        private Builder(String clientId) {
            this.clientId = Objects.requireNonNull(clientId, "clientId");
        }

        /**
         * Sets the redirect URI. Default: {@code callback}, resolved against the client id; for a development client,
         * the redirect URIs in its id.
         *
         * @param uri an {@code https} URL; or, for an installed application, a loopback URL or a private-use scheme
         * @return this builder
         */
        public Builder redirectUri(String uri) {
            return redirectUris(List.of(uri));
        }

        /**
         * Sets several redirect URIs.
         *
         * @param uris each as for {@link #redirectUri}; the first is the default
         * @return this builder
         */
        public Builder redirectUris(List<String> uris) {
            redirectUris = List.copyOf(uris);
            return this;
        }

        /**
         * Sets the scopes to request. Default: {@value OAuthClient#DEFAULT_SCOPE}; for a development client, the scope
         * in its id.
         *
         * <p>{@link Permissions#builder} writes a scope string.
         *
         * @param newScope the scopes, separated by single spaces; {@code atproto} must be among them. Scopes that this
         *     version does not know are allowed
         * @return this builder
         */
        public Builder scope(String newScope) {
            scope = Objects.requireNonNull(newScope, "scope");
            return this;
        }

        /**
         * Sets the keys, which make the client a confidential client.
         *
         * @param newKeys the keys, or null for a public client (the default)
         * @return this builder
         */
        public Builder keys(@Nullable ClientKeys newKeys) {
            keys = newKeys;
            return this;
        }

        /**
         * Builds the client.
         *
         * @return the client
         * @throws InvalidClientException if a rule is violated; the message names the value and the rule
         */
        public OAuthClient build() {
            List<String> uris = redirectUris;
            String scopes = scope;
            if (DevelopmentClient.is(clientId)) {
                DevelopmentClient named = DevelopmentClient.parse(clientId);
                uris = uris == null ? named.redirectUris() : uris;
                scopes = scopes == null ? named.scope() : scopes;
            } else if (uris == null) {
                uris = List.of(ClientIds.require(clientId).resolve("callback").toString());
            }
            return new OAuthClient(clientId, uris, scopes == null ? DEFAULT_SCOPE : scopes, keys);
        }
    }
}
