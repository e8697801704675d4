package dev.idiolect.sample;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.List;
import java.util.Map;

/** The browser that a request comes from. */
@RequestScoped
public class CurrentBrowser {

    private static final String COOKIE = "browser";
    private static final int ONE_YEAR = 365 * 24 * 60 * 60;

    @Inject
    Browsers browsers;

    private String secret;

    void read(Map<String, Cookie> cookies) {
        Cookie cookie = cookies.get(COOKIE);
        secret = cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    List<String> accounts() {
        return secret == null ? List.of() : browsers.accounts(secret);
    }

    /** Lets nobody act for an account that this browser is not signed in to. */
    void require(String did) {
        if (!accounts().contains(did)) {
            throw new ForbiddenException("This browser is not signed in to " + did);
        }
    }

    /** Remembers an account, under a new secret: somebody else may have planted the old one. */
    NewCookie signIn(String did) {
        String before = secret;
        secret = Browsers.newSecret();
        if (before != null) {
            browsers.rename(before, secret);
        }
        browsers.add(secret, did);
        return new NewCookie.Builder(COOKIE)
                .value(secret)
                .path("/")
                .maxAge(ONE_YEAR)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build(); // where the application has https, .secure(true), and __Host- before the name
    }
}
