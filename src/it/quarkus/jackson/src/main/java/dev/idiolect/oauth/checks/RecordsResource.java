package dev.idiolect.oauth.checks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Makes a call and returns its result as text, or its exception. */
@Path("/records")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class RecordsResource {

    @Inject
    Records records;

    @POST
    @Path("/{way}")
    public String call(@PathParam("way") String way, @QueryParam("did") String did) {
        try {
            return records.call(way, did).orElseThrow();
        } catch (IllegalArgumentException e) {
            return "IllegalArgumentException: " + e.getMessage();
        }
    }
}
