package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.DpopSigned;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A signed client of the application, with Jackson. */
@Path("/xrpc")
@RegisterRestClient(baseUri = "https://pds.invalid")
@Produces(MediaType.APPLICATION_JSON)
@DpopSigned
public interface SessionClient {

    @GET
    @Path("/com.atproto.server.getSession")
    Session session();
}
