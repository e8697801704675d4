package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.DpopSigned;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A client with a filter of the application. */
@Path("/xrpc")
@RegisterRestClient(configKey = "contexts", baseUri = "https://pds.invalid")
@RegisterProvider(ContextFilter.class)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@DpopSigned
public interface ContextClient {

    @POST
    @Path(NoteClient.CREATE)
    CompletionStage<JsonObject> createLater(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);
}
