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

/** Says in plain words what failed. The details are in the log. */
@Provider
public class FailureMapper implements ExceptionMapper<RuntimeException> {

    private static final Logger LOG = Logger.getLogger(FailureMapper.class.getName());

    @Override
    public Response toResponse(RuntimeException e) {
        // Below 400 it is what the account's server gave in place of an answer. It is not to choose this one's.
        if (e instanceof WebApplicationException asked && asked.getResponse().getStatus() >= 400) {
            return new Problem(String.valueOf(e.getMessage()), false)
                    .with(asked.getResponse().getStatus());
        }
        LOG.log(Level.INFO, "A request failed", e);
        if (e instanceof NoSessionException || e instanceof ReauthenticationRequiredException) {
            return new Problem("The session has ended. Sign in again.", true).with(401);
        }
        if (e instanceof XrpcException refused) {
            return refused(refused);
        }
        if (e instanceof RefreshException refresh && !refresh.isTransient()) {
            String problem = "This application is not set up as the account's server wants it.";
            return new Problem(problem + " The server's log has more.", false).with(500);
        }
        if (e instanceof RefreshException
                || e instanceof LogoutException
                || e instanceof ProcessingException
                || e instanceof WebApplicationException) {
            return new Problem("The account's server does not answer as it should. Try again in a while.", false)
                    .with(502);
        }
        return new Problem("Something went wrong here. The server's log has more.", false).with(500);
    }

    private static Response refused(XrpcException refused) {
        if (refused.error().filter("InvalidSwap"::equals).isPresent()) {
            return new Problem("The post was changed elsewhere meanwhile. Reload and try again.", false).with(409);
        }
        return refused.status() >= 500
                ? new Problem(
                                "The account's server is in trouble (" + refused.status() + "). Try again in a while.",
                                false)
                        .with(502)
                : new Problem(
                                "The account's server refused: "
                                        + refused.serverMessage().orElse(""),
                                false)
                        .with(422);
    }
}
