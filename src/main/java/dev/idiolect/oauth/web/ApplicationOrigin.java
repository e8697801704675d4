package dev.idiolect.oauth.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The origin of this application in browsers.
 *
 * <p>It comes from the redirect URI, because a proxy can change the request's URI and a client can send any {@code Host}.
 */
record ApplicationOrigin(URI redirectUri) {

    static ApplicationOrigin of(String redirectUri) {
        return new ApplicationOrigin(URI.create(redirectUri));
    }

    /** Returns whether the application is served over https; if not, it is in development on one machine. */
    boolean isSecure() {
        return "https".equals(redirectUri.getScheme());
    }

    URI resolve(String path) {
        return URI.create(origin() + path);
    }

    private String origin() {
        return redirectUri.getScheme() + "://" + redirectUri.getRawAuthority();
    }

    /**
     * Returns whether a form was sent by a page of this origin.
     *
     * <p>Without this check, another site could start a login at a server of its choice in the user's browser.
     */
    boolean isSameOrigin(HttpHeaders headers) {
        String fetchSite = headers.getHeaderString("Sec-Fetch-Site");
        if (fetchSite != null) {
            return fetchSite.equals("same-origin");
        }
        // Browsers send Origin with every form. A request with neither header is not from a browser, so it has no
        // cookies.
        String origin = headers.getHeaderString("Origin");
        return origin == null || origin.equalsIgnoreCase(origin());
    }

    /** Returns whether a browser in development uses another name of this machine, under which cookies would be lost. */
    boolean isOtherHost(@Nullable String host) {
        return !isSecure() && host != null && !host.equalsIgnoreCase(redirectUri.getRawAuthority());
    }
}
