package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.xrpc.XrpcException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.ExecutionException;

/** Makes a call and returns its result as text, or its exception with status 500. */
@Path("/calls")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class CallsResource {

    @Inject
    Calls calls;

    @POST
    @Path("/{way}")
    public Response call(@PathParam("way") String way, @QueryParam("did") String did, @QueryParam("text") String text) {
        try {
            return Response.ok(calls.call(way, did, text)).build();
        } catch (Exception e) {
            Throwable failure = e instanceof ExecutionException ? e.getCause() : e;
            return Response.serverError()
                    .entity(failure.getClass().getSimpleName() + ": " + failure.getMessage() + details(failure))
                    .build();
        }
    }

    private static String details(Throwable failure) {
        return failure instanceof XrpcException xrpc
                ? " [transient=" + xrpc.isTransient() + ", retryAfter="
                        + xrpc.retryAfter().isPresent() + "]"
                : "";
    }
}
