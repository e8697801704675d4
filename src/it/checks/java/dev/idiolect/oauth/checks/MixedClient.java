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

/** A client of which one method is signed, and the other one is an ordinary call to a server of the application's choice. */
@Path("/xrpc")
@RegisterRestClient(configKey = "mixed", baseUri = "https://pds.invalid")
@RegisterProvider(RefusedMapper.class)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface MixedClient {

    @POST
    @Path(NoteClient.CREATE)
    @Retry(maxRetries = 2, delay = 0, jitter = 0, abortOn = RefusedException.class)
    @DpopSigned
    JsonObject create(JsonObject record);

    @GET
    @Path("/com.atproto.repo.listRecords")
    JsonObject list(@QueryParam("repo") String did, @QueryParam("collection") String collection);
}
