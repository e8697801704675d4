package dev.idiolect.oauth.checks.own;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The container context of the store's saves. */
@Path("/saves")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class SavesResource {

    @Inject
    OwnStore store;

    @GET
    public String contexts() {
        return String.join("\n", store.contexts());
    }
}
