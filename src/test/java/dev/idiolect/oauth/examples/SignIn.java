package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginContext;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.login.OAuthClient;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

// README: begin
@ApplicationScoped
public class SignIn {

    @Inject
    OAuthTokenStore store;

    private LoginFlow flow;
    private Logout logout;

    @PostConstruct
    void prepare() {
        var client = OAuthClient.development("http://127.0.0.1:8080/callback", OAuthClient.DEFAULT_SCOPE);
        var context = LoginContext.of(store);
        flow = new LoginFlow(client, context);
        logout = new Logout(client, context);
    }

    /** Send the browser to the answer's url(), and keep its state() in a cookie. */
    public AuthorizationRequest begin(String handle) {
        return flow.begin(handle);
    }

    /** With the query of the callback, if its state is the cookie's; the answer is the account's DID. */
    public String finish(Map<String, String> callbackParameters) {
        return flow.complete(callbackParameters).did();
    }

    public void signOut(String did) {
        logout.logout(did);
    }
}
// README: end
