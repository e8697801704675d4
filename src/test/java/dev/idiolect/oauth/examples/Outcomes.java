package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.xrpc.XrpcException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;

/** Handles each failure of a call. */
@ApplicationScoped
public class Outcomes {

    @Inject
    Posts posts;

    // example: begin
    String publish(String did, String text) {
        try {
            return "Published as " + posts.publish(did, text).uri();
        } catch (NoSessionException | ReauthenticationRequiredException e) {
            return "Sign in again";
        } catch (RefreshException e) {
            return e.isTransient() ? "Your server is not available: retry later" : "Ask the administrator";
        } catch (XrpcException e) {
            return "Your server refused the post: " + e.error().orElse("status " + e.status());
        } catch (ProcessingException e) {
            return "No response: the post may exist or not";
        }
    }
    // example: end
}
