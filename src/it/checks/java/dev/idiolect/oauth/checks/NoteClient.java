package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.DpopSigned;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A signed client with every portable return type. */
@Path("/xrpc")
@RegisterRestClient(configKey = "notes", baseUri = "https://pds.invalid")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@DpopSigned
public interface NoteClient {

    String CREATE = "/com.atproto.repo.createRecord";

    @POST
    @Path(CREATE)
    JsonObject create(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);

    @POST
    @Path(CREATE)
    Response createForResponse(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);

    @POST
    @Path(CREATE)
    CompletionStage<JsonObject> createLater(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);

    /** With headers that belong to other connections. */
    @POST
    @Path(CREATE)
    JsonObject createForeign(
            JsonObject record,
            @HeaderParam(DpopSigned.ACCOUNT) String did,
            @HeaderParam("Host") String host,
            @HeaderParam("Cookie") String cookie,
            @HeaderParam("Proxy-Authorization") String proxy,
            @HeaderParam("Connection") String connection,
            @HeaderParam("X-Hop") String hop,
            @HeaderParam("TE") String te,
            @HeaderParam("Upgrade") String upgrade);

    @POST
    @Path("/com.atproto.repo.uploadBlob")
    @Consumes(MediaType.WILDCARD)
    JsonObject upload(InputStream blob, @HeaderParam(DpopSigned.ACCOUNT) String did);

    @GET
    @Path("/com.atproto.server.getSession")
    JsonObject session(@HeaderParam(DpopSigned.ACCOUNT) String did);
}
