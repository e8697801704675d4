package dev.idiolect.oauth.web;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.internal.WebRedirectUri;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Checks that the client's URLs lead to the resource that receives a request. Logs each problem once. */
final class ResourceCheck {

    private static final Logger LOG = System.getLogger(ResourceCheck.class.getName());

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();
    private static final int MAX_LOGGED = 20;

    private ResourceCheck() {}

    /**
     * Returns whether no login can succeed. True only for a development client: another one may be behind a reverse
     * proxy that changes paths, so a difference is only logged.
     *
     * @param request the URL of the resource's form
     * @param host the request's {@code Host} header, or null
     */
    static boolean isMisconfigured(OAuthClient client, URI request, @Nullable String host) {
        URI redirect = URI.create(WebRedirectUri.of(client.redirectUris()));
        String callback = request.resolve("callback").getRawPath();
        if (client.isDevelopment()) {
            return isWrongDevelopmentUri(client, redirect, callback, host);
        }
        if (!callback.equals(redirect.getRawPath())) {
            warn("The redirect URI " + described(client, redirect)
                    + " has another path than the callback of this resource, " + callback
                    + ". Unless a reverse proxy changes paths, browsers do not return to this resource: set"
                    + " idiolect.oauth.redirect-uri to the URL of the callback");
        }
        URI id = URI.create(client.clientId());
        String metadata = request.resolve("client-metadata.json").getRawPath();
        if (!metadata.equals(id.getRawPath())) {
            warn("The client id " + id + " has another path than the metadata that this resource serves, " + metadata
                    + ". Unless a reverse proxy changes paths or something else serves it, sign-ins fail: set"
                    + " idiolect.oauth.client-id to the URL of the metadata");
        }
        return false;
    }

    /** Returns the redirect URI for messages. Users may have never seen a default, so the text names it as such. */
    private static String described(OAuthClient client, URI redirect) {
        OAuthClient defaults = OAuthClient.builder(client.clientId()).build();
        return defaults.redirectUris().equals(client.redirectUris())
                ? redirect + ", the default for the client id " + client.clientId() + ","
                : redirect.toString();
    }

    private static boolean isWrongDevelopmentUri(
            OAuthClient client, URI redirect, String callback, @Nullable String host) {
        boolean wrongPort = host != null && isLoopback(host) && port(host) != port(redirect.getRawAuthority());
        if (!wrongPort && callback.equals(redirect.getRawPath())) {
            return false;
        }
        String authority =
                wrongPort ? redirect.getHost() + ":" + port(String.valueOf(host)) : redirect.getRawAuthority();
        warn("The redirect URI " + described(client, redirect)
                + " is not the callback of this resource, so browsers would not return here:"
                + " set idiolect.oauth.redirect-uri=http://" + authority + callback);
        return true;
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.contains(host.replaceFirst(":[0-9]+$", ""));
    }

    private static int port(String authority) {
        String port = authority.replaceFirst("^.*?(?::([0-9]{1,5}))?$", "$1");
        return port.isEmpty() ? 80 : Integer.parseInt(port);
    }

    private static void warn(String problem) {
        // The path comes from the request, so the number of messages is limited.
        if (LOGGED.size() < MAX_LOGGED && LOGGED.add(problem)) {
            LOG.log(Level.WARNING, "IDOA-0405: " + problem.replaceAll("[^\\x20-\\x7e]", "?"));
        }
    }
}
