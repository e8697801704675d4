package dev.idiolect.oauth.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * This application as browsers see it: the origin of its redirect URI, whatever a proxy in front of it changes, and whatever
 * host a request names.
 */
record ApplicationOrigin(URI redirectUri) {

    static ApplicationOrigin of(String redirectUri) {
        return new ApplicationOrigin(URI.create(redirectUri));
    }

    /** Whether browsers come over https; else this is development on one machine. */
    boolean isSecure() {
        return "https".equals(redirectUri.getScheme());
    }

    URI at(String ownPath) {
        return URI.create(origin() + ownPath);
    }

    private String origin() {
        return redirectUri.getScheme() + "://" + redirectUri.getRawAuthority();
    }

    /**
     * Whether a form was sent by a page of this site. Another site could else begin a login at a server of its choice in
     * this browser, which would then hold the cookie for it.
     */
    boolean isOwnPage(HttpHeaders headers) {
        String fetchSite = headers.getHeaderString("Sec-Fetch-Site");
        if (fetchSite != null) {
            return fetchSite.equals("same-origin");
        }
        // Browsers send it with every form; what sends neither has nobody's cookies.
        String origin = headers.getHeaderString("Origin");
        return origin == null || origin.equalsIgnoreCase(origin());
    }

    /** Whether a browser in development is at another name of this machine, where the cookie would be lost. */
    boolean isOtherName(@Nullable String host) {
        return !isSecure() && host != null && !host.equalsIgnoreCase(redirectUri.getRawAuthority());
    }
}
