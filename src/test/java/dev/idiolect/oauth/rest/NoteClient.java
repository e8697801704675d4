package dev.idiolect.oauth.rest;

import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.io.Reader;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A client with signed methods of every kind of result and body. */
@RegisterRestClient(baseUri = "https://pds.invalid")
@DpopSigned
@Path("/xrpc")
@Consumes("application/json")
@Produces("application/json")
public interface NoteClient {

    @POST
    @Path("com.atproto.repo.createRecord")
    JsonObject create(JsonObject body, @HeaderParam(DpopSigned.ACCOUNT) String account);

    @POST
    @Path("com.atproto.repo.createRecord")
    JsonObject create(JsonObject body);

    @POST
    @Path("com.atproto.repo.createRecord")
    JsonObject create(Note body);

    @POST
    @Path("com.atproto.repo.createRecord")
    JsonObject create(Note body, @HeaderParam(DpopSigned.ACCOUNT) String account);

    @POST
    @Path("com.atproto.repo.createRecord")
    CompletionStage<JsonObject> createLater(JsonObject body, @HeaderParam(DpopSigned.ACCOUNT) String account);

    @POST
    @Path("com.atproto.repo.createRecord")
    CompletionStage<JsonObject> createLater(JsonObject body);

    @POST
    @Path("com.atproto.repo.createRecord")
    Response createForResponse(JsonObject body, @HeaderParam(DpopSigned.ACCOUNT) String account);

    @POST
    @Path("com.atproto.repo.uploadBlob")
    @Consumes("*/*")
    JsonObject upload(
            InputStream body,
            @HeaderParam("Content-Type") String type,
            @HeaderParam(DpopSigned.ACCOUNT) String account);

    @POST
    @Path("com.atproto.repo.uploadBlob")
    @Consumes("text/plain")
    JsonObject upload(Reader body, @HeaderParam(DpopSigned.ACCOUNT) String account);

    @POST
    @Path("com.atproto.repo.uploadBlob")
    @Consumes("text/plain")
    JsonObject upload(StreamingOutput body, @HeaderParam(DpopSigned.ACCOUNT) String account);

    @POST
    @Path("com.atproto.repo.uploadBlob")
    @Consumes("text/plain")
    CompletionStage<JsonObject> uploadLater(InputStream body, @HeaderParam(DpopSigned.ACCOUNT) String account);

    /** A request that names its account. */
    record Note(String repo, String collection, JsonObject record) {}

    default JsonObject createTwice(JsonObject body, String account) {
        create(body, account);
        return create(body, account);
    }
}
