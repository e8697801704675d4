package dev.idiolect.oauth.web;

import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginFlow;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that binds a login to the browser that started it.
 *
 * <p>Each login has its own cookie, so that several logins can be pending. The name contains a part of the state. The
 * value contains the secret from which the state was derived and which is not in the callback URL.
 */
final class LoginCookie {

    /**
     * The maximum number of pending logins per browser. With paths of maximum length, their cookies take 4 kB. Many
     * servers accept only 8 kB for all headers.
     */
    static final int MAX_PENDING = 5;

    private static final String PREFIX = "oauth-login-";
    private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int STATE_PREFIX_LENGTH = 16;
    private static final String NAME_END = "[A-Za-z0-9_-]{" + STATE_PREFIX_LENGTH + "}";
    private static final String COMPLETED = ".done";

    private final String name;

    // Transient, so that no serializer writes it.
    private final transient String secret;

    private final String returnTo;
    private final boolean completed;

    LoginCookie(String name, String secret, String returnTo, boolean completed) {
        this.name = name;
        this.secret = secret;
        this.returnTo = returnTo;
        this.completed = completed;
    }

    /** Returns the cookie's name. */
    String name() {
        return name;
    }

    /** Returns the browser's secret. */
    String secret() {
        return secret;
    }

    /** Returns the path to redirect to after the login. */
    String returnTo() {
        return returnTo;
    }

    /** Returns whether this browser has completed the login, so that a repeated callback leads to the application. */
    boolean completed() {
        return completed;
    }

    /** Returns the cookie for a started login. */
    static LoginCookie of(AuthorizationRequest request, String returnTo, ApplicationOrigin origin) {
        return new LoginCookie(name(request.state(), origin), request.browserSecret(), returnTo, false);
    }

    /**
     * Returns the cookie of the login with this state, or null if the request is not from the browser that started it.
     */
    static @Nullable LoginCookie find(HttpHeaders headers, @Nullable String state, ApplicationOrigin origin) {
        if (state == null || !STATE.matcher(state).matches()) {
            return null;
        }
        String name = name(state, origin);
        for (String[] cookie : cookies(headers)) {
            String[] parts = cookie[1].split("\\.", 3);
            if (cookie[0].equals(name) && parts.length >= 2 && AuthorizationRequest.matches(parts[0], state)) {
                return new LoginCookie(name, parts[0], decode(parts[1]), parts.length == 3);
            }
        }
        return null;
    }

    /** Returns headers that remove the oldest login cookies, to make room for one more. */
    static List<String> evictions(HttpHeaders headers, ApplicationOrigin origin) {
        // Browsers send the oldest cookie first (RFC 6265 section 5.4).
        List<String> names = cookies(headers).stream()
                .map(cookie -> cookie[0])
                .filter(name -> isName(name, origin))
                .distinct()
                .toList();
        return names.subList(0, Math.max(0, names.size() - (MAX_PENDING - 1))).stream()
                .map(name -> header(name, "", 0, origin))
                .toList();
    }

    /** Returns headers that remove the cookies of completed logins. */
    static List<String> completedRemovals(HttpHeaders headers, ApplicationOrigin origin) {
        return cookies(headers).stream()
                .filter(cookie -> isName(cookie[0], origin) && cookie[1].endsWith(COMPLETED))
                .map(cookie -> header(cookie[0], "", 0, origin))
                .toList();
    }

    private static boolean isName(String name, ApplicationOrigin origin) {
        String prefix = prefix(origin);
        return name.startsWith(prefix) && name.substring(prefix.length()).matches(NAME_END);
    }

    /** Returns the header that sets the cookie. {@code Lax}, because the callback is a navigation from another site. */
    String header(ApplicationOrigin origin) {
        String target =
                Base64.getUrlEncoder().withoutPadding().encodeToString(returnTo.getBytes(StandardCharsets.UTF_8));
        return header(
                name,
                secret + "." + target + (completed ? COMPLETED : ""),
                LoginFlow.STATE_LIFETIME.toSeconds(),
                origin);
    }

    /** Returns the cookie of the login after its completion. */
    LoginCookie toCompleted() {
        return new LoginCookie(name, secret, returnTo, true);
    }

    /** Returns the header that removes the cookie. */
    String removal(ApplicationOrigin origin) {
        return header(name, "", 0, origin);
    }

    private static String header(String name, String value, long seconds, ApplicationOrigin origin) {
        return name + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                + (origin.isSecure() ? "; Secure" : "");
    }

    private static String name(String state, ApplicationOrigin origin) {
        return prefix(origin) + state.substring(0, STATE_PREFIX_LENGTH);
    }

    // Browsers accept __Host- cookies only over https and only from this host, not from a sibling domain.
    private static String prefix(ApplicationOrigin origin) {
        return origin.isSecure() ? "__Host-" + PREFIX : PREFIX;
    }

    // Not HttpHeaders.getCookies(): its parsers also split at commas (RFC 2109). A sibling domain's cookie
    // "x=1,__Host-oauth-login-...=..." would then be taken for a cookie of this host.
    private static List<String[]> cookies(HttpHeaders headers) {
        List<String> lines = headers.getRequestHeader(HttpHeaders.COOKIE);
        return (lines == null ? List.<String>of() : lines)
                .stream()
                        .flatMap(line -> Stream.of(line.split(";")))
                        .map(pair -> pair.replaceFirst("^[ \t]+", "").split("=", 2))
                        .filter(pair -> pair.length == 2)
                        .toList();
    }

    private static String decode(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Returns a description without the secret. */
    @Override
    public String toString() {
        return "LoginCookie[" + name + "]";
    }
}
