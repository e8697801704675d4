package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.session.OAuthSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** A sign-in without {@code LoginResource}. */
@ApplicationScoped
public class OwnSignIn {

    // example: begin
    @Inject
    LoginFlow flow;

    /** Send the browser to url(), and keep browserSecret() in its web session or in an HttpOnly cookie. */
    public AuthorizationRequest start(String handle) {
        return flow.begin(handle);
    }

    /** Call this at the redirect URI, with its query parameters. */
    public OAuthSession finish(String browserSecret, Map<String, String> parameters) {
        if (!AuthorizationRequest.matches(browserSecret, parameters.get("state"))) {
            throw new SecurityException("this sign-in started in another browser");
        }
        return flow.complete(parameters);
    }
    // example: end
}
