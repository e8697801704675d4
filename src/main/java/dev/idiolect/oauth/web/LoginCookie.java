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
 * The cookie that binds a login to the browser that began it: one for each login, so that several may be under way. Its name
 * tells which, and its value is the secret that the state is made of; the callback's address gives the first, not the second.
 *
 * @param secret what this browser alone knows
 * @param returnTo where to go afterwards
 */
record LoginCookie(String name, String secret, String returnTo) {

    /**
     * How many logins a browser may have under way: with the longest paths to go to, they take 4 kB of the 8 kB for all cookies
     * and headers that many servers accept.
     */
    static final int MOST = 5;

    private static final String PREFIX = "oauth-login-";
    private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int NAMED_BY = 16;

    /** The cookie of a login that has begun. */
    static LoginCookie of(AuthorizationRequest request, String returnTo, ApplicationOrigin site) {
        return new LoginCookie(name(request.state(), site), request.browserSecret(), returnTo);
    }

    /** The cookie of the login that a callback names, if it comes from the browser that began it; or null. */
    static @Nullable LoginCookie find(HttpHeaders headers, @Nullable String state, ApplicationOrigin site) {
        if (state == null || !STATE.matcher(state).matches()) {
            return null;
        }
        String name = name(state, site);
        for (String[] cookie : cookies(headers)) {
            String[] parts = cookie[1].split("\\.", 2);
            if (cookie[0].equals(name) && parts.length == 2 && AuthorizationRequest.matches(parts[0], state)) {
                return new LoginCookie(name, parts[0], decoded(parts[1]));
            }
        }
        return null;
    }

    /** What a browser is to forget of other logins, so that there is room for one more. */
    static List<String> evictions(HttpHeaders headers, ApplicationOrigin site) {
        Pattern ours = Pattern.compile(Pattern.quote(prefix(site)) + "[A-Za-z0-9_-]{" + NAMED_BY + "}");
        // Browsers send the oldest first (RFC 6265 section 5.4).
        List<String> names = cookies(headers).stream()
                .map(cookie -> cookie[0])
                .filter(name -> ours.matcher(name).matches())
                .distinct()
                .toList();
        return names.subList(0, Math.max(0, names.size() - (MOST - 1))).stream()
                .map(name -> header(name, "", 0, site))
                .toList();
    }

    /** The header that sets it. Lax, as the callback is a navigation from the authorization server's site. */
    String header(ApplicationOrigin site) {
        String target =
                Base64.getUrlEncoder().withoutPadding().encodeToString(returnTo.getBytes(StandardCharsets.UTF_8));
        return header(name, secret + "." + target, LoginFlow.STATE_LIFETIME.toSeconds(), site);
    }

    /** The header that removes it. */
    String removal(ApplicationOrigin site) {
        return header(name, "", 0, site);
    }

    private static String header(String name, String value, long seconds, ApplicationOrigin site) {
        return name + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                + (site.isSecure() ? "; Secure" : "");
    }

    private static String name(String state, ApplicationOrigin site) {
        return prefix(site) + state.substring(0, NAMED_BY);
    }

    // With that prefix browsers take it over https and from this very host alone, not from a neighbour under its
    // domain.
    private static String prefix(ApplicationOrigin site) {
        return site.isSecure() ? "__Host-" + PREFIX : PREFIX;
    }

    // Not HttpHeaders.getCookies(): its parsers also part at commas, as RFC 2109 had it. A neighbour's cookie for the
    // whole
    // domain, "x=1,__Host-oauth-login-...=...", would pass for one of this very host.
    private static List<String[]> cookies(HttpHeaders headers) {
        List<String> lines = headers.getRequestHeader(HttpHeaders.COOKIE);
        return (lines == null ? List.<String>of() : lines)
                .stream()
                        .flatMap(line -> Stream.of(line.split(";")))
                        .map(pair -> pair.replaceFirst("^[ \t]+", "").split("=", 2))
                        .filter(pair -> pair.length == 2)
                        .toList();
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Returns a text for logs, without the secret. */
    @Override
    public String toString() {
        return "LoginCookie[" + name + "]";
    }
}
