package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.DpopSigned;
import dev.idiolect.oauth.xrpc.XrpcExceptionMapper;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A signed client of the application that reports errors as exceptions of the library. */
@Path("/xrpc" + NoteClient.CREATE)
@RegisterRestClient(configKey = "own", baseUri = "https://pds.invalid")
@RegisterProvider(XrpcExceptionMapper.class)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@DpopSigned
public interface OwnClient {

    @POST
    JsonObject create(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);

    @POST
    Written createTyped(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);

    @POST
    CompletionStage<JsonObject> createLater(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);

    @POST
    InputStream createForStream(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);

    @POST
    void createOnly(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);

    @POST
    CompletionStage<Void> createOnlyLater(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);
}
