package dev.idiolect.oauth.examples;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

// example: begin
@Provider
@ApplicationScoped
public class UserSessions implements ContainerRequestFilter {
    private final Map<String, String> dids = new ConcurrentHashMap<>();

    @Inject
    CurrentUser user;

    /** Recognizes the browser of a signed-in user by its cookie. */
    @Override
    public void filter(ContainerRequestContext request) {
        Cookie cookie = request.getCookies().get("user");
        if (cookie != null) {
            user.set(dids.get(cookie.getValue()));
        }
    }

    public NewCookie begin(String did) {
        String id = UUID.randomUUID().toString();
        dids.put(id, did);
        return new NewCookie.Builder("user")
                .value(id)
                .path("/")
                .httpOnly(true)
                .sameSite(SameSite.LAX) // with https, also .secure(true)
                .build();
    }
    // example: more

    public NewCookie end(String did) {
        dids.values().removeIf(did::equals);
        return new NewCookie.Builder("user").path("/").maxAge(0).build();
    }
    // example: end of more
}
// example: end
