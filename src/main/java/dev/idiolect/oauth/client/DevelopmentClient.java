package dev.idiolect.oauth.client;

import dev.idiolect.oauth.client.internal.Scopes;
import dev.idiolect.oauth.internal.http.SafeText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The redirect URIs and scope in a client id of the form {@code http://localhost?redirect_uri=...&scope=...}. */
record DevelopmentClient(List<String> redirectUris, String scope) {

    private static final String ORIGIN = "http://localhost";

    /** Returns whether a client id claims to have that form; {@link #parse} checks it. */
    static boolean is(String clientId) {
        return clientId.matches("http://localhost([/?:#].*)?");
    }

    /** @throws InvalidClientException if the client id violates a rule */
    static DevelopmentClient parse(String clientId) {
        String rest = clientId.substring(ORIGIN.length());
        String query = rest.startsWith("/") ? rest.substring(1) : rest;
        if ((!query.isEmpty() && query.charAt(0) != '?') || query.indexOf('#') >= 0) {
            throw invalid(clientId, "it must have no port, no path and no fragment");
        }
        List<String> redirectUris = new ArrayList<>();
        List<String> scopes = new ArrayList<>();
        for (String pair : query.isEmpty() ? new String[0] : query.substring(1).split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            switch (name) {
                case "redirect_uri" -> redirectUris.add(decode(clientId, pair.substring(equals + 1)));
                case "scope" -> scopes.add(decode(clientId, pair.substring(equals + 1)));
                default -> throw invalid(clientId, "it may only have redirect_uri and scope");
            }
        }
        if (scopes.size() > 1) {
            throw invalid(clientId, "it has scope twice");
        }
        for (String redirectUri : redirectUris) {
            requireLoopback(redirectUri);
        }
        return new DevelopmentClient(
                redirectUris.isEmpty() ? List.of("http://127.0.0.1/", "http://[::1]/") : List.copyOf(redirectUris),
                scopes.isEmpty() ? Scopes.ATPROTO : scopes.get(0));
    }

    /** @throws InvalidClientException if the client id does not cover the redirect URIs or the scope */
    void check(List<String> requestedUris, String requestedScope) {
        for (String requested : requestedUris) {
            requireLoopback(requested);
            if (redirectUris.stream().noneMatch(registered -> RedirectUris.matches(registered, requested))) {
                throw RedirectUris.invalid(requested, "the client id lists " + redirectUris);
            }
        }
        OAuthClient.requireScope(scope);
        if (!List.of(scope.split(" ")).containsAll(List.of(requestedScope.split(" ")))) {
            throw new InvalidClientException("Invalid scope " + SafeText.quoted(requestedScope)
                    + ": the development client's id only has " + SafeText.quoted(scope));
        }
    }

    private static void requireLoopback(String redirectUri) {
        if (!RedirectUris.isLoopback(RedirectUris.parse(redirectUri))) {
            throw RedirectUris.invalid(
                    redirectUri, "a development client uses http://127.0.0.1 or http://[::1], not localhost");
        }
    }

    private static String decode(String clientId, String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid(clientId, "its URL encoding is invalid");
        }
    }

    private static InvalidClientException invalid(String clientId, String rule) {
        return new InvalidClientException("Invalid development client id " + SafeText.quoted(clientId) + ": " + rule);
    }
}
