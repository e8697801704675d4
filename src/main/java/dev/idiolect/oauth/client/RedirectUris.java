package dev.idiolect.oauth.client;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.SafeText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What a redirect URI may be, and which request one matches (RFC 8252 section 7). */
final class RedirectUris {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    private RedirectUris() {}

    static void require(String redirectUri, String clientId, boolean confidential) {
        URI uri = parse(redirectUri);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (scheme.equals("https")) {
            if (uri.getHost() == null || !HostNames.isName(uri.getHost())) {
                throw broken(redirectUri, "its host must be a domain name in lower case");
            }
        } else if (confidential) {
            throw broken(redirectUri, "a client with keys must have https");
        } else if (!isLoopback(uri) && !isOwnScheme(uri, clientId)) {
            throw broken(
                    redirectUri,
                    "it must be https, or for an installed application http://127.0.0.1, http://[::1] or the scheme "
                            + ownScheme(clientId) + ":/");
        }
    }

    static boolean isLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
    }

    static URI parse(String redirectUri) {
        URI uri;
        try {
            uri = new URI(redirectUri);
        } catch (URISyntaxException e) {
            throw broken(redirectUri, "it is no URI");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw broken(redirectUri, "it must have no user information and no fragment");
        }
        return uri;
    }

    /** Whether a URI is the registered one, or the registered loopback address with another port. */
    static boolean matches(String registered, String asked) {
        return registered.equals(asked)
                || isLoopback(parse(registered))
                        && parse(registered).getPort() == -1
                        && registered.equals(withoutPort(asked));
    }

    static String withoutPort(String redirectUri) {
        URI uri = parse(redirectUri);
        return isLoopback(uri) && uri.getPort() != -1
                ? redirectUri.replaceFirst(":" + uri.getPort() + "(?=/|\\?|$)", "")
                : redirectUri;
    }

    // com.example.app:/callback for a client at app.example.com
    private static boolean isOwnScheme(URI uri, String clientId) {
        return ownScheme(clientId).equals(uri.getScheme())
                && uri.getRawAuthority() == null
                && uri.getRawPath() != null
                && uri.getRawPath().startsWith("/");
    }

    private static String ownScheme(String clientId) {
        List<String> labels =
                new ArrayList<>(List.of(URI.create(clientId).getHost().split("\\.")));
        Collections.reverse(labels);
        return String.join(".", labels);
    }

    static InvalidClientException broken(String redirectUri, String rule) {
        return new InvalidClientException(
                "The redirect URI " + SafeText.quoted(redirectUri) + " can't be used: " + rule);
    }
}
