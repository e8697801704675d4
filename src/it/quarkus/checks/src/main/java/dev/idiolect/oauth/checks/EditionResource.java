package dev.idiolect.oauth.checks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Returns the running edition and its process id. */
@Path("/edition")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class EditionResource {

    @GET
    public String edition() {
        return Edition.name();
    }

    @GET
    @Path("/process")
    public long process() {
        return ProcessHandle.current().pid();
    }
}
