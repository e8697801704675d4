package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.rest.DpopSigned;
import dev.idiolect.oauth.xrpc.XrpcExceptionMapper;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

// example: begin
@Path("/xrpc")
@RegisterRestClient(baseUri = "https://pds.invalid")
@Produces(MediaType.APPLICATION_JSON)
@RegisterProvider(XrpcExceptionMapper.class)
@DpopSigned
public interface AccountClient {

    @GET
    @Path("/com.atproto.server.getSession")
    JsonObject session(@HeaderParam(DpopSigned.ACCOUNT) String did);

    @GET
    @Path("/com.atproto.repo.listMissingBlobs")
    CompletionStage<JsonObject> missingBlobs(@HeaderParam(DpopSigned.ACCOUNT) String did);
}
// example: end
