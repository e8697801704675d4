package dev.idiolect.oauth.rest;

import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.InputStream;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A client inside Fault Tolerance, whose attempts {@link CountedAttempts} counts. */
@RegisterRestClient(baseUri = "https://pds.invalid")
@DpopSigned
@Path("/xrpc")
public interface RetryingClient {

    @POST
    @Path("com.atproto.repo.createRecord")
    @Retry(maxRetries = 3, delay = 0, jitter = 0)
    @CountedAttempts
    JsonObject create(JsonObject body, @HeaderParam(DpopSigned.ACCOUNT) String account);

    @POST
    @Path("com.atproto.repo.createRecord")
    @InnerRetry
    JsonObject createRetriedInside(JsonObject body, @HeaderParam(DpopSigned.ACCOUNT) String account);

    @POST
    @Path("com.atproto.repo.uploadBlob")
    @Consumes("text/plain")
    @InnerRetry
    JsonObject uploadRetriedInside(InputStream body, @HeaderParam(DpopSigned.ACCOUNT) String account);
}
