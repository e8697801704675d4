package dev.idiolect.oauth.examples;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

// README: begin
@Provider
@ApplicationScoped
public class UserSessions implements ContainerRequestFilter {

    private final Map<String, String> dids = new ConcurrentHashMap<>();

    @Inject
    CurrentUser user;

    @Override
    public void filter(ContainerRequestContext request) {
        Cookie cookie = request.getCookies().get("session");
        if (cookie != null) {
            user.is(dids.get(cookie.getValue()));
        }
    }

    NewCookie begin(String did) {
        String id = UUID.randomUUID().toString();
        dids.put(id, did);
        return cookie(id, NewCookie.DEFAULT_MAX_AGE);
    }

    NewCookie end(String did) {
        dids.values().removeIf(did::equals);
        return cookie("", 0);
    }

    private static NewCookie cookie(String id, int maxAge) {
        return new NewCookie.Builder("session")
                .value(id)
                .path("/")
                .maxAge(maxAge)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build(); // and .secure(true) where the application has https
    }
}
// README: end
