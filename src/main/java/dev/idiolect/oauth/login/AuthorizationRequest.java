package dev.idiolect.oauth.login;

import java.net.URI;

/**
 * A login that has begun.
 *
 * <p>A web application remembers the state with the browser it sends away, in a cookie or its session, and completes the
 * login only for the browser that brings the same state back: otherwise somebody could sign another person in as himself.
 *
 * @param url where to send the browser
 * @param state what names this login, known to this application, the browser and the authorization server
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.7">RFC 9700 section 4.7: cross-site request forgery</a>
 */
public record AuthorizationRequest(URI url, String state) {

    /**
     * Returns a text for logs: where the browser is sent, and neither the request nor the state.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "AuthorizationRequest[" + url.getScheme() + "://" + url.getRawAuthority() + "]";
    }
}
