package dev.idiolect.oauth.checks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Responds as soon as the application has started. */
@Path("/sessions")
@ApplicationScoped
public class SessionsResource {

    @Inject
    @RestClient
    SessionClient sessions;

    @GET
    public String session() {
        return sessions.session();
    }
}
