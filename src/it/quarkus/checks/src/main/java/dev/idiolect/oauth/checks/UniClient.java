package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.DpopSigned;
import io.smallrye.mutiny.Uni;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A signed client with Quarkus' own return type. */
@Path("/xrpc")
@RegisterRestClient(configKey = "unis", baseUri = "https://pds.invalid")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@DpopSigned
public interface UniClient {

    @POST
    @Path(NoteClient.CREATE)
    Uni<JsonObject> create(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);
}
