package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.DpopSigned;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A client with a signed method and an unsigned one, which calls the configured server. */
@Path("/xrpc")
@RegisterRestClient(configKey = "mixed", baseUri = "https://pds.invalid")
@RegisterProvider(RejectedMapper.class)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface MixedClient {

    @POST
    @Path(NoteClient.CREATE)
    @Retry(maxRetries = 2, delay = 0, jitter = 0, abortOn = RejectedException.class)
    @DpopSigned
    JsonObject create(JsonObject record);

    @GET
    @Path("/com.atproto.repo.listRecords")
    JsonObject list(@QueryParam("repo") String did, @QueryParam("collection") String collection);
}
