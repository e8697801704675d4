package dev.idiolect.oauth.login;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A login that has begun.
 *
 * <p>A web application keeps the secret with the browser it sends away, in a cookie or its session, and completes the login
 * only for the browser that has the secret of the state that comes back ({@link #matches}): otherwise somebody could sign
 * another person in as himself, or take over a login whose callback address he has seen.
 *
 * @param url where to send the browser
 * @param state what names this login, known to this application, the browser and the authorization server
 * @param browserSecret what only the browser that begins may know; the state is made of it, and it can't be had from the
 *     state
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.7">RFC 9700 section 4.7: cross-site request forgery</a>
 */
public record AuthorizationRequest(URI url, String state, String browserSecret) {

    /**
     * Tells whether a callback comes from the browser that began its login.
     *
     * @param browserSecret the secret that came with the callback
     * @param state the state that came with the callback
     * @return whether they belong together; false for null
     */
    public static boolean matches(@Nullable String browserSecret, @Nullable String state) {
        return browserSecret != null
                && state != null
                && MessageDigest.isEqual(bytes(state(browserSecret)), bytes(state));
    }

    static String state(String browserSecret) {
        return Pkce.s256Challenge(browserSecret);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns a text for logs: where the browser is sent, and neither the request, the state nor the secret.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "AuthorizationRequest[" + url.getScheme() + "://" + url.getRawAuthority() + "]";
    }
}
