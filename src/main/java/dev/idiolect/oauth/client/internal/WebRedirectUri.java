package dev.idiolect.oauth.client.internal;

import java.util.List;

/** Selects the redirect URI of a website among those of a client. */
public final class WebRedirectUri {

    private WebRedirectUri() {}

    /**
     * Returns the first {@code http} or {@code https} URI. A browser returns to a website only there; the other URIs
     * belong to the installed applications of the same client. Returns the first URI if there is none.
     *
     * @param redirectUris the redirect URIs of a client, at least one
     * @return the website's redirect URI
     */
    public static String of(List<String> redirectUris) {
        return redirectUris.stream()
                .filter(uri -> uri.startsWith("https:") || uri.startsWith("http:"))
                .findFirst()
                .orElse(redirectUris.get(0));
    }
}
