package dev.idiolect.oauth.xrpc;

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

/** An application's client that reports errors as {@link XrpcException}. */
@Path("/xrpc/com.atproto.repo.createRecord")
@RegisterProvider(XrpcExceptionMapper.class)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@DpopSigned
public interface OwnClient {

    /** A result type of an application. */
    record Written(String uri, String cid) {}

    @POST
    JsonObject create(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);

    @POST
    Written createTyped(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);

    @POST
    CompletionStage<JsonObject> createLater(JsonObject record, @HeaderParam(DpopSigned.ACCOUNT) String did);
}
