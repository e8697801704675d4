package dev.idiolect.oauth.client;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.SafeText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Checks and matches redirect URIs (RFC 8252 section 7). */
final class RedirectUris {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    private RedirectUris() {}

    /** @throws InvalidClientException if the redirect URI violates a rule */
    static void require(String redirectUri, String clientId, boolean confidential) {
        URI uri = parse(redirectUri);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (scheme.equals("https")) {
            if (uri.getHost() == null || !HostNames.isName(uri.getHost())) {
                throw invalid(redirectUri, "its host must be a domain name in lower case");
            }
        } else if (confidential) {
            throw invalid(redirectUri, "a client with keys must use https");
        } else if (!isLoopback(uri) && !isOwnScheme(uri, clientId)) {
            throw invalid(
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
            throw invalid(redirectUri, "it is not a URI");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw invalid(redirectUri, "it must have no user information and no fragment");
        }
        return uri;
    }

    /**
     * Returns whether a URI equals the registered one, or differs from a registered loopback URI only by an added port.
     */
    static boolean matches(String registered, String requested) {
        return registered.equals(requested)
                || (isLoopback(parse(registered))
                        && parse(registered).getPort() == -1
                        && registered.equals(withoutPort(requested)));
    }

    static String withoutPort(String redirectUri) {
        URI uri = parse(redirectUri);
        return isLoopback(uri) && uri.getPort() != -1
                ? redirectUri.replaceFirst(":" + uri.getPort() + "(?=/|\\?|$)", "")
                : redirectUri;
    }

    // RFC 8252 section 7.1, for example com.example.app:/callback for a client id at app.example.com.
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

    static InvalidClientException invalid(String redirectUri, String rule) {
        return new InvalidClientException("Invalid redirect URI " + SafeText.quoted(redirectUri) + ": " + rule);
    }
}
