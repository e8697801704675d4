package dev.idiolect.oauth.login;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A login that has begun: the URL for the user's browser, and the values that bind the callback to that browser.
 *
 * <p>A web application keeps the browser secret in a cookie or in the user's HTTP session, and completes the login only
 * if the secret {@linkplain #matches matches} the state of the callback. Without this check, an attacker could sign
 * another user in to the attacker's account, or complete a login after seeing its callback URL.
 *
 * <p>JSON-B, Jackson, Gson and JAXB omit the browser secret.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.7">RFC 9700 section 4.7: cross-site request
 *     forgery</a>
 */
public final class AuthorizationRequest {

    private final URI url;
    private final String state;

    // Transient, so that no serializer writes it, whatever visibility is configured.
    private final transient String browserSecret;

    AuthorizationRequest(URI url, String state, String browserSecret) {
        this.url = url;
        this.state = state;
        this.browserSecret = browserSecret;
    }

    /** {@return the URL to which the application redirects the browser} */
    public URI url() {
        return url;
    }

    /** {@return the OAuth {@code state}, which identifies the login; also known to the authorization server} */
    public String state() {
        return state;
    }

    /** {@return a secret of the application and of the browser that started the login; the state is its hash} */
    public String browserSecret() {
        return browserSecret;
    }

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
