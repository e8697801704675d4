package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.internal.WebRedirectUri;
import dev.idiolect.oauth.internal.config.ConfigKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Checks at startup whether browsers and servers can find the application's login resource. */
final class ClientUrlCheck {

    private ClientUrlCheck() {}

    /**
     * Returns a warning for each URL that does not lead to the login resource.
     *
     * @param resourcePath the {@code @Path} of the login resource, or empty
     */
    static List<String> problems(OAuthClient client, String resourcePath) {
        String path = resourcePath.replaceAll("^/+|/+$", "");
        URI redirect = URI.create(WebRedirectUri.of(client.redirectUris()));
        List<String> problems = new ArrayList<>();
        if (path.isEmpty() || path.contains("{")) {
            if (client.isDevelopment() && redirect.getPort() < 0) {
                problems.add(ConfigKey.REDIRECT_URI.key() + " is " + redirect
                        + ": after signing in, browsers go to port 80 of this machine. Set it to the application's"
                        + " callback, such as http://127.0.0.1:8080/oauth/callback");
            }
            return problems;
        }
        // The context path and the application path precede it.
        String callback = "/" + path + "/callback";
        if (!String.valueOf(redirect.getPath()).endsWith(callback)) {
            problems.add(ConfigKey.REDIRECT_URI.key() + " is " + redirect
                    + ", but the callback of the login resource ends with "
                    + callback + ": after signing in, browsers do not return to it. Set it to a URL such as "
                    + (client.isDevelopment() ? "http://127.0.0.1:8080" : "https://" + host(client)) + callback);
        }
        String metadata = "/" + path + "/client-metadata.json";
        if (!client.isDevelopment()
                && !String.valueOf(URI.create(client.clientId()).getPath()).endsWith(metadata)) {
            problems.add(ConfigKey.CLIENT_ID.key() + " is " + client.clientId()
                    + ", but the login resource serves the client metadata at a path that ends with " + metadata
                    + ". Set it to a URL such as https://" + host(client) + metadata);
        }
        return problems;
    }

    private static String host(OAuthClient client) {
        return URI.create(client.clientId()).getRawAuthority();
    }
}
