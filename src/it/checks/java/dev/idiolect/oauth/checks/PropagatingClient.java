package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.DpopSigned;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A client that copies headers of the incoming request: {@code propagateHeaders} names them. */
@Path("/xrpc")
@RegisterRestClient(configKey = "propagating", baseUri = "https://pds.invalid")
@RegisterClientHeaders
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@DpopSigned
public interface PropagatingClient {

    @POST
    @Path(NoteClient.CREATE)
    JsonObject create(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);
}
