package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.xrpc.XrpcException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;

/** What an application makes of each failure. */
@ApplicationScoped
public class Outcomes {

    @Inject
    Posts posts;

    // README: begin
    String publish(String did, String text) {
        try {
            return "published as " + posts.publish(did, text).uri();
        } catch (NoSessionException | ReauthenticationRequiredException e) {
            return "sign in, please";
        } catch (RefreshException e) {
            return e.isTransient() ? "your server does not answer, try again soon" : "call the administrator";
        } catch (XrpcException e) {
            return "your server refused: " + e.error();
        } catch (ProcessingException e) {
            return "no answer from your server; the post may be there all the same";
        }
    }
    // README: end
}
