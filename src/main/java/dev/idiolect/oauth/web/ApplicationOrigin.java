package dev.idiolect.oauth.web;

import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The origin at which browsers see this application.
 *
 * <p>Derived from the redirect URI, because a proxy can change the request URI and a client can send any {@code Host}
 * header.
 *
 * @param value the origin in the canonical form that browsers send
 */
record ApplicationOrigin(String value) {

    /** @throws InvalidUrlException if the redirect URI has no host, as for an installed application */
    static ApplicationOrigin of(String redirectUri) {
        return new ApplicationOrigin(HttpOrigin.of(redirectUri));
    }

    /** Returns whether the application is served over https. If not, it runs on the developer's machine. */
    boolean isSecure() {
        return value.startsWith("https:");
    }

    URI resolve(String path) {
        return URI.create(value + path);
    }

    /**
     * Returns whether a form was sent by a page of this origin.
     *
     * <p>Without this check, another site could start a login in the user's browser, at a server of its choice.
     */
    boolean isSameOrigin(HttpHeaders headers) {
        String fetchSite = headers.getHeaderString("Sec-Fetch-Site");
        if (fetchSite != null) {
            return fetchSite.equals("same-origin");
        }
        // Browsers send Origin with every form. A request with neither header is not from a browser: no check needed.
        String origin = headers.getHeaderString("Origin");
        return origin == null || isOwn(origin);
    }

    /**
     * Returns whether, in development, the browser uses a different host name, whose cookies would not reach the
     * callback.
     */
    boolean isOtherHost(@Nullable String host) {
        return !isSecure() && host != null && !isOwn("http://" + host);
    }

    private boolean isOwn(String origin) {
        try {
            return value.equals(HttpOrigin.of(origin));
        } catch (InvalidUrlException e) {
            return false;
        }
    }
}
