package dev.idiolect.oauth.login;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A started login: the URL for the user's browser, and the values that tie the callback to that browser.
 *
 * <p>A web application stores the browser secret with the browser, in a cookie or in its session, and completes the login only
 * if the secret {@linkplain #matches matches} the state of the callback. Otherwise an attacker could sign another user in as the
 * attacker, or complete a login whose callback URL the attacker has seen.
 *
 * @param url the URL to which the browser is sent
 * @param state identifies the login; the application, the browser and the authorization server know it
 * @param browserSecret known only to the application and to the browser that started the login; the state is a hash of it
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.7">RFC 9700 section 4.7: cross-site request forgery</a>
 */
public record AuthorizationRequest(URI url, String state, String browserSecret) {

    /**
     * Returns whether a callback comes from the browser that started its login.
     *
     * @param browserSecret the secret that the browser sent with the callback, or null
     * @param state the state of the callback, or null
     * @return true if the state belongs to the secret; false if either is null
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
     * Returns a text for logs: the server's address, without the request, the state and the secret.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "AuthorizationRequest[" + url.getScheme() + "://" + url.getRawAuthority() + "]";
    }
}
