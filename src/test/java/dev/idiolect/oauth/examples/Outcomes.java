package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.rest.AccountException;
import dev.idiolect.oauth.xrpc.XrpcException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import java.time.Duration;

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
        } catch (AccountException e) {
            return e.isMissing() ? "Sign in first" : "Ask the administrator";
        } catch (XrpcException e) {
            return e.isTransient()
                    ? "Your server is not available: retry in " + e.retryAfter().orElse(Duration.ofMinutes(1))
                    : "Your server refused the post: " + e.error().orElse("status " + e.status());
        } catch (OAuthException e) {
            return e.isTransient() ? "Your server is not available: retry later" : "Ask the administrator";
        } catch (ProcessingException e) {
            return "No response: the post may exist or not";
        } catch (IllegalArgumentException e) {
            return "The post cannot be sent: " + e.getMessage();
        }
    }
    // example: end
}
