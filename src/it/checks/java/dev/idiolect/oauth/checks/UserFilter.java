package dev.idiolect.oauth.checks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Takes the user from a header. An application would look at its session. */
@Provider
@ApplicationScoped
public class UserFilter implements ContainerRequestFilter {

    @Inject
    CurrentUser user;

    @Override
    public void filter(ContainerRequestContext request) {
        user.is(request.getHeaderString("X-User"));
    }
}
