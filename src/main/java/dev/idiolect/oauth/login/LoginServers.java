package dev.idiolect.oauth.login;

import dev.idiolect.oauth.dpop.DpopException;
import dev.idiolect.oauth.dpop.HttpOrigin;
import dev.idiolect.oauth.http.ExchangeException;
import dev.idiolect.oauth.http.GuardedHttp;
import dev.idiolect.oauth.http.Shown;
import dev.idiolect.oauth.http.WebAnswer;
import dev.idiolect.oauth.refresh.DiscoveryException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds authorization servers, asking anew each time: strangers' servers, asked with care.
 *
 * @see <a href="https://atproto.com/specs/oauth#server-metadata">AT Protocol OAuth: server metadata</a>
 */
final class LoginServers {

    private static final String PROTECTED_RESOURCE = "/.well-known/oauth-protected-resource";
    private static final String AUTHORIZATION_SERVER = "/.well-known/oauth-authorization-server";

    private final GuardedHttp http;

    LoginServers(GuardedHttp http) {
        this.http = http;
    }

    /** Returns the same for requests that all begin with one server, as {@link GuardedHttp#beginningAt} does. */
    LoginServers beginningAt(URI server) {
        return new LoginServers(http.beginningAt(server));
    }

    /** Returns the issuer that a PDS trusts. */
    String issuerOf(String pdsUrl) {
        URI url = URI.create(origin(pdsUrl) + PROTECTED_RESOURCE);
        return issuerIn(url, document(url, get(url)));
    }

    /** Returns the server of an issuer, checked for a client of this kind and the PDS that led there, if one did. */
    LoginServer server(String issuer, @Nullable String pdsUrl, boolean confidential) {
        return ServerRules.read(issuer, pdsUrl == null ? null : origin(pdsUrl), metadata(issuer), confidential);
    }

    /** Returns where an issuer's tokens are revoked, or null if it can't be done. */
    @Nullable
    URI revocationEndpoint(String issuer) {
        return ServerRules.revocationEndpoint(issuer, metadata(issuer));
    }

    private Map<String, Object> metadata(String issuer) {
        URI url = URI.create(origin(issuer) + AUTHORIZATION_SERVER);
        return document(url, get(url));
    }

    /** Returns the issuer behind an address that a person gave: that of a PDS, or of an authorization server itself. */
    String issuerBehind(String address) {
        String origin = origin(address);
        URI url = URI.create(origin + PROTECTED_RESOURCE);
        WebAnswer answer = get(url);
        return answer.status() == 404 ? origin : issuerIn(url, document(url, answer));
    }

    private static String issuerIn(URI url, Map<String, Object> document) {
        String origin = HttpOrigin.of(url);
        if (document.containsKey("resource") && !origin.equals(document.get("resource"))) {
            throw broken(url, "resource must be " + origin);
        }
        if (!(document.get("authorization_servers") instanceof List<?> list)
                || list.size() != 1
                || !(list.get(0) instanceof String issuer)) {
            throw broken(url, "it must name exactly one of authorization_servers");
        }
        // The issuer of the AT Protocol is an origin; RFC 8414 section 3.1 would put the well-known part before a path.
        if (!issuer.equals(originOrNull(issuer)) || issuer.startsWith("http:") && !origin.startsWith("http:")) {
            throw broken(url, "the authorization server must be the origin of an https URL");
        }
        return issuer;
    }

    private WebAnswer get(URI url) {
        try {
            return http.getJson(url);
        } catch (ExchangeException e) {
            throw new DiscoveryException("No answer from " + url + ": " + e.getMessage(), e.isTransient(), e);
        }
    }

    private static Map<String, Object> document(URI url, WebAnswer answer) {
        if (answer.status() != 200) {
            throw new DiscoveryException(
                    url + " answered " + answer.summary() + " where 200 is expected", answer.isTransient(), null);
        }
        Map<String, Object> json = answer.json();
        if (json == null) {
            throw broken(url, "it must be a JSON object");
        }
        return json;
    }

    private static String origin(String address) {
        try {
            URI url = URI.create(address);
            String origin = HttpOrigin.of(url);
            boolean bare = (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            if (bare) {
                return origin;
            }
        } catch (IllegalArgumentException | DpopException e) {
            // Said below.
        }
        throw new DiscoveryException(
                Shown.quoted(address) + " is no server's address. One looks like https://pds.example.com", false, null);
    }

    private static @Nullable String originOrNull(String url) {
        try {
            return HttpOrigin.of(url);
        } catch (DpopException e) {
            return null;
        }
    }

    private static DiscoveryException broken(URI url, String rule) {
        return new DiscoveryException("The metadata at " + url + " break a rule: " + rule, false, null);
    }
}
