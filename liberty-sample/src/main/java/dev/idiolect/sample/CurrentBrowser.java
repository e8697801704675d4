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

/** The browser of the current request. It has a cookie for each account that has signed in there. */
@RequestScoped
public class CurrentBrowser {

    private static final String PREFIX = "account-"; // with https, use "__Host-account-"
    private static final int ONE_YEAR = 365 * 24 * 60 * 60;

    @Inject
    OAuthTokenStore store;

    private final Map<String, String> secrets = new LinkedHashMap<>();

    /**
     * Reads the request's Cookie headers. Jakarta REST's parser also splits at commas, which other cookies may contain.
     */
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

    /** Returns the accounts that have signed in here, in order, including those whose session is gone. */
    List<String> accounts() {
        return List.copyOf(secrets.keySet());
    }

    /**
     * Returns the session of an account if it was started in this browser. A newer session of another browser is not
     * returned.
     */
    Optional<OAuthSession> session(String did) {
        String secret = secrets.get(did);
        return secret == null
                ? Optional.empty()
                : store.load(did).filter(session -> SessionSecret.matches(secret, session));
    }

    /** Returns the session of an account that signed in here, for its handle. It may belong to another browser. */
    Optional<OAuthSession> newerSession(String did) {
        return secrets.containsKey(did) ? store.load(did) : Optional.empty();
    }

    /** Returns the session of an account, and rejects the request unless this browser is signed in to it. */
    OAuthSession require(String did) {
        Optional<OAuthSession> session = session(did);
        allow(session.isPresent());
        return session.get();
    }

    /** Rejects the request unless the account has signed in here before. */
    void requireKnown(String did) {
        allow(secrets.containsKey(did));
    }

    private static void allow(boolean signedIn) {
        if (!signedIn) {
            throw new ForbiddenException("This browser is not signed in to that account.");
        }
    }

    /** Returns the cookie that remembers an account whose session has just started. */
    NewCookie signIn(String did) {
        return cookie(did, store.load(did).map(SessionSecret::of).orElse("ended"), ONE_YEAR);
    }

    /** Returns the cookie that removes an account. */
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
                .build(); // with https, add .secure(true)
    }

    // A cookie name may contain every character of a DID except the colon.
    private static String name(String did) {
        return PREFIX + did.replace(':', '~');
    }

    private static String did(String name) {
        return name.substring(PREFIX.length()).replace('~', ':');
    }
}
