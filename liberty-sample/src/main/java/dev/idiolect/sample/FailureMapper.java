package dev.idiolect.sample;

import dev.idiolect.oauth.login.LogoutException;
import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.xrpc.XrpcException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Turns exceptions into messages for the user. The details are in the log. */
@Provider
public class FailureMapper implements ExceptionMapper<RuntimeException> {

    private static final Logger LOG = Logger.getLogger(FailureMapper.class.getName());

    @Override
    public Response toResponse(RuntimeException e) {
        // A status below 400 is an unexpected PDS response, which must not become this site's response.
        if (e instanceof WebApplicationException own && own.getResponse().getStatus() >= 400) {
            return new Problem(String.valueOf(e.getMessage()), false)
                    .with(own.getResponse().getStatus());
        }
        LOG.log(Level.INFO, "A request failed", e);
        if (e instanceof NoSessionException || e instanceof ReauthenticationRequiredException) {
            return new Problem("The session has ended. Sign in again.", true).with(401);
        }
        // Below 400 the server redirected the call, which the library does not follow.
        if (e instanceof XrpcException xrpc && xrpc.status() >= 400) {
            return rejection(xrpc);
        }
        if (e instanceof RefreshException refresh && !refresh.isTransient()) {
            return new Problem(
                            "The account's server does not accept this application's configuration. See this server's log.",
                            false)
                    .with(500);
        }
        if (e instanceof RefreshException
                || e instanceof LogoutException
                || e instanceof XrpcException
                || e instanceof ProcessingException
                || e instanceof WebApplicationException) {
            return new Problem("The account's server is not responding correctly. Try again later.", false).with(502);
        }
        return new Problem("Something went wrong on this site. See the server's log.", false).with(500);
    }

    private static Response rejection(XrpcException xrpc) {
        if (xrpc.error().filter("InvalidSwap"::equals).isPresent()) {
            return new Problem("The post was changed elsewhere in the meantime. Reload and try again.", false)
                    .with(409);
        }
        return xrpc.status() >= 500
                ? new Problem("The account's server failed with status " + xrpc.status() + ". Try again later.", false)
                        .with(502)
                : new Problem(
                                "The account's server rejected the request: "
                                        + xrpc.serverMessage().orElse(""),
                                false)
                        .with(422);
    }
}
