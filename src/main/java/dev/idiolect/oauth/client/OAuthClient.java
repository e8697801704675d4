package dev.idiolect.oauth.client;

import dev.idiolect.oauth.internal.http.SafeText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An application as authorization servers see it. Immutable; every rule is checked when it is made.
 *
 * <p>A client is known by the address of its metadata, which {@link ClientMetadata} writes; or, for development, it is one
 * that {@link #development} returns, which needs no address. With keys it is a confidential client, and its sessions live
 * longer.
 *
 * @param clientId the https address of the client's metadata, or a development client's {@code http://localhost} form
 * @param redirectUris where browsers are sent back to, at least one; the first is the default
 * @param scope the scopes to ask for, separated by spaces; {@code atproto} is among them
 * @param keys the keys of a confidential client, or null for a public one
 * @see <a href="https://atproto.com/specs/oauth#clients">AT Protocol OAuth: clients</a>
 */
public record OAuthClient(
        String clientId,
        List<String> redirectUris,
        String scope,
        @Nullable ClientKeys keys) {

    /** The scope that is asked for unless configured otherwise: what an app password allows. */
    public static final String DEFAULT_SCOPE = "atproto transition:generic";

    /**
     * Creates a client from all of its parts, each as the record describes it.
     *
     * @param clientId see the record
     * @param redirectUris see the record
     * @param scope see the record
     * @param keys see the record
     * @throws InvalidClientException if a rule is broken; the message says which, and by what
     */
    public OAuthClient {
        redirectUris = List.copyOf(redirectUris);
        Scopes.require(scope);
        if (redirectUris.isEmpty()) {
            throw new InvalidClientException("A client needs a redirect URI");
        }
        if (DevelopmentClient.is(clientId)) {
            if (keys != null) {
                throw new InvalidClientException("A development client (http://localhost) can't have keys");
            }
            DevelopmentClient.parse(clientId).check(redirectUris, scope);
        } else {
            ClientIds.require(clientId);
            boolean confidential = keys != null;
            redirectUris.forEach(uri -> RedirectUris.require(uri, clientId, confidential));
        }
    }

    /**
     * Returns a public client with one redirect URI and the default scope.
     *
     * @param clientId the https address of the client's metadata
     * @param redirectUri where browsers are sent back to
     * @return the client
     * @throws InvalidClientException if a rule is broken
     */
    public static OAuthClient of(String clientId, String redirectUri) {
        return new OAuthClient(clientId, List.of(redirectUri), DEFAULT_SCOPE, null);
    }

    /**
     * Returns a public client of which only the id is known.
     *
     * @param clientId the https address of the client's metadata: the redirect URI is then {@code callback} beside it, and
     *     the scope the default; or a development client's id, which names both
     * @return the client
     * @throws InvalidClientException if a rule is broken
     */
    public static OAuthClient of(String clientId) {
        if (DevelopmentClient.is(clientId)) {
            DevelopmentClient named = DevelopmentClient.parse(clientId);
            return new OAuthClient(clientId, named.redirectUris(), named.scope(), null);
        }
        return of(clientId, ClientIds.require(clientId).resolve("callback").toString());
    }

    /**
     * Returns a client for development, which needs no metadata and no address of its own.
     *
     * @param redirectUri where browsers are sent back to: {@code http://127.0.0.1} or {@code http://[::1]}, with any port and
     *     path
     * @param scope the scopes to ask for
     * @return the client
     * @throws InvalidClientException if a rule is broken
     * @see <a href="https://atproto.com/specs/oauth#localhost-client-development">AT Protocol OAuth: development</a>
     */
    public static OAuthClient development(String redirectUri, String scope) {
        return development(List.of(redirectUri), scope);
    }

    /**
     * Returns a client for development with several redirect URIs.
     *
     * @param redirectUris each as for {@link #development(String, String)}; the first is the default
     * @param scope the scopes to ask for
     * @return the client
     * @throws InvalidClientException if a rule is broken
     */
    public static OAuthClient development(List<String> redirectUris, String scope) {
        String clientId = redirectUris.stream()
                .map(uri -> "redirect_uri=" + encode(RedirectUris.withoutPort(uri)) + "&")
                .distinct()
                .collect(Collectors.joining("", "http://localhost?", "scope=" + encode(scope)));
        return new OAuthClient(clientId, redirectUris, scope, null);
    }

    /**
     * Returns a copy that asks for other scopes.
     *
     * @param newScope the scopes, separated by spaces
     * @return the copy
     * @throws InvalidClientException if {@code atproto} is not among them
     */
    public OAuthClient withScope(String newScope) {
        return new OAuthClient(clientId, redirectUris, newScope, keys);
    }

    /**
     * Returns a copy with other redirect URIs.
     *
     * @param newUris the redirect URIs, at least one
     * @return the copy
     * @throws InvalidClientException if a rule is broken
     */
    public OAuthClient withRedirectUris(List<String> newUris) {
        return new OAuthClient(clientId, newUris, scope, keys);
    }

    /**
     * Returns a copy with keys: a confidential client.
     *
     * @param newKeys the keys, or null for a public client
     * @return the copy
     * @throws InvalidClientException if a client of this kind can't have keys
     */
    public OAuthClient withKeys(@Nullable ClientKeys newKeys) {
        return new OAuthClient(clientId, redirectUris, scope, newKeys);
    }

    /**
     * Returns whether this is a development client, whose metadata nobody fetches.
     *
     * @return whether the client id is of the {@code http://localhost} form
     */
    public boolean isDevelopment() {
        return DevelopmentClient.is(clientId);
    }

    /** Whether this is an installed application, which browsers reach by a loopback address or a scheme of its own. */
    boolean isNative() {
        return redirectUris.stream().anyMatch(uri -> !uri.startsWith("https:"));
    }

    /**
     * Returns a redirect URI after checking that it is one of this client's. A registered loopback address without a port
     * matches every port (RFC 8252 section 7.3).
     *
     * @param requested the redirect URI to use
     * @return the same URI
     * @throws InvalidClientException if it does not match a redirect URI of this client
     */
    public String redirectUri(String requested) {
        if (redirectUris.stream().noneMatch(registered -> RedirectUris.matches(registered, requested))) {
            throw new InvalidClientException(
                    "The redirect URI " + SafeText.text(requested) + " is none of the client's: " + redirectUris);
        }
        return requested;
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
