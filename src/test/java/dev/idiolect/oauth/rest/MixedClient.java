package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.PdsRouted;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.Closeable;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A client with signed, unsigned and unannotated methods. */
@RegisterRestClient(baseUri = "https://pds.invalid")
@Path("/xrpc")
public interface MixedClient extends Closeable {

    @POST
    @Path("com.atproto.repo.createRecord")
    @DpopSigned
    JsonObject create(JsonObject body, @HeaderParam(DpopSigned.ACCOUNT) String account);

    @GET
    @Path("com.atproto.repo.listRecords")
    @PdsRouted
    JsonObject list(@QueryParam("repo") String repo, @QueryParam("collection") String collection);

    @GET
    @Path("com.atproto.repo.listRecords")
    JsonObject listUntouched(@QueryParam("repo") String repo, @QueryParam("collection") String collection);

    @GET
    @Path("com.atproto.repo.listRecords")
    CompletionStage<JsonObject> listUntouchedLater(
            @QueryParam("repo") String repo, @QueryParam("collection") String collection);
}
