package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.DpopSigned;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A signed client that needs no JSON itself. */
@Path("/xrpc")
@RegisterRestClient(baseUri = "https://pds.invalid")
@DpopSigned
public interface SessionClient {

    @GET
    @Path("/com.atproto.server.getSession")
    String session();
}
