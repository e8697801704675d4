package dev.idiolect.oauth.client;

import dev.idiolect.oauth.internal.http.SafeText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a client id of the form {@code http://localhost?redirect_uri=...&scope=...} says of its client. */
record DevelopmentClient(List<String> redirectUris, String scope) {

    private static final String ORIGIN = "http://localhost";

    /** Whether a client id is meant to be of that form; {@link #parse} tells whether it is. */
    static boolean is(String clientId) {
        return clientId.matches("http://localhost([/?:#].*)?");
    }

    static DevelopmentClient parse(String clientId) {
        String rest = clientId.substring(ORIGIN.length());
        String query = rest.startsWith("/") ? rest.substring(1) : rest;
        if (!query.isEmpty() && query.charAt(0) != '?' || query.indexOf('#') >= 0) {
            throw broken(clientId, "it must have no port, no path and no fragment");
        }
        List<String> redirectUris = new ArrayList<>();
        List<String> scopes = new ArrayList<>();
        for (String pair : query.isEmpty() ? new String[0] : query.substring(1).split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            switch (name) {
                case "redirect_uri" -> redirectUris.add(decode(clientId, pair.substring(equals + 1)));
                case "scope" -> scopes.add(decode(clientId, pair.substring(equals + 1)));
                default -> throw broken(clientId, "it may have redirect_uri and scope, and nothing else");
            }
        }
        if (scopes.size() > 1) {
            throw broken(clientId, "it has scope twice");
        }
        for (String redirectUri : redirectUris) {
            requireLoopback(redirectUri);
        }
        return new DevelopmentClient(
                redirectUris.isEmpty() ? List.of("http://127.0.0.1/", "http://[::1]/") : List.copyOf(redirectUris),
                scopes.isEmpty() ? Scopes.ATPROTO : scopes.get(0));
    }

    /** Fails if what is wanted is not what the client id says. */
    void check(List<String> wantedUris, String wantedScope) {
        for (String wanted : wantedUris) {
            requireLoopback(wanted);
            if (redirectUris.stream().noneMatch(registered -> RedirectUris.matches(registered, wanted))) {
                throw RedirectUris.broken(wanted, "the development client's id names " + redirectUris);
            }
        }
        Scopes.require(scope);
        if (!List.of(scope.split(" ")).containsAll(List.of(wantedScope.split(" ")))) {
            throw new InvalidClientException("The scope " + SafeText.quoted(wantedScope)
                    + " is more than the development client's id names: " + SafeText.quoted(scope));
        }
    }

    private static void requireLoopback(String redirectUri) {
        if (!RedirectUris.isLoopback(RedirectUris.parse(redirectUri))) {
            throw RedirectUris.broken(
                    redirectUri, "a development client has http://127.0.0.1 or http://[::1], not localhost");
        }
    }

    private static String decode(String clientId, String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw broken(clientId, "it is not encoded well");
        }
    }

    private static InvalidClientException broken(String clientId, String rule) {
        return new InvalidClientException(
                "The development client id " + SafeText.quoted(clientId) + " can't be used: " + rule);
    }
}
