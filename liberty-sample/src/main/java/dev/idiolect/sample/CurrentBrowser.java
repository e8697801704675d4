package dev.idiolect.sample;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.NewCookie;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The browser that a request comes from. For each account that has signed in there it keeps a cookie. */
@RequestScoped
public class CurrentBrowser {

    private static final String PREFIX = "account-"; // where the application has https, with __Host- before it
    private static final int ONE_YEAR = 365 * 24 * 60 * 60;

    @Inject
    OAuthTokenStore store;

    private final Map<String, String> secrets = new LinkedHashMap<>();

    /** Takes the request's Cookie headers. Jakarta REST would part them at commas, too, which another cookie may contain. */
    void read(List<String> headers) {
        for (String header : headers) {
            for (String cookie : header.split(";")) {
                String[] parts = cookie.strip().split("=", 2);
                String did = parts[0].startsWith(PREFIX) ? did(parts[0]) : null;
                if (parts.length == 2 && Did.isValid(did)) {
                    secrets.put(did, parts[1]);
                }
            }
        }
    }

    /** The accounts that have signed in here, in the order of their coming, also those whose session is gone. */
    List<String> accounts() {
        return List.copyOf(secrets.keySet());
    }

    /** The session of an account, if it is the one that began here. A later one, of another browser, is not. */
    Optional<OAuthSession> session(String did) {
        String secret = secrets.get(did);
        return secret == null ? Optional.empty() : store.load(did).filter(session -> SessionSecret.is(secret, session));
    }

    /** Lets nobody act for an account that this browser is not signed in to. */
    void require(String did) {
        allow(session(did).isPresent());
    }

    /** Lets nobody forget an account that has never signed in here. */
    void requireKnown(String did) {
        allow(secrets.containsKey(did));
    }

    private static void allow(boolean signedIn) {
        if (!signedIn) {
            throw new ForbiddenException("This browser is not signed in to that account.");
        }
    }

    /** Remembers an account, whose session has just begun. */
    NewCookie signIn(String did) {
        return cookie(did, store.load(did).map(SessionSecret::of).orElse("over"), ONE_YEAR);
    }

    /** Forgets an account. */
    NewCookie signOut(String did) {
        return cookie(did, "", 0);
    }

    private static NewCookie cookie(String did, String secret, int seconds) {
        return new NewCookie.Builder(name(did))
                .value(secret)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build(); // where the application has https, .secure(true)
    }

    // A cookie's name may hold all that a DID may, but for the colon.
    private static String name(String did) {
        return PREFIX + did.replace(':', '~');
    }

    private static String did(String name) {
        return name.substring(PREFIX.length()).replace('~', ':');
    }
}
