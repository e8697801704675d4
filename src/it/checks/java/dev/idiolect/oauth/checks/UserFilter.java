package dev.idiolect.oauth.checks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Reads the user from a header. A real application would use its own session. */
@Provider
@ApplicationScoped
public class UserFilter implements ContainerRequestFilter {

    @Inject
    CurrentUser user;

    @Override
    public void filter(ContainerRequestContext request) {
        user.set(request.getHeaderString("X-User"));
    }
}
