package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.session.SessionLost;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.web.LoginResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;

// README: begin
@Path("/oauth")
@ApplicationScoped
public class SignIn extends LoginResource {

    @Inject
    CurrentUser user;

    @Override
    protected Response signedIn(SignedIn account, URI next) {
        user.is(account.did()); // and in your own session, under a new session id
        return super.signedIn(account, next);
    }

    @Override
    protected Optional<String> signedInDid() {
        return user.did();
    }

    void lost(@Observes SessionLost session) {
        System.out.println(session.did() + " has to sign in again");
    }
}
// README: end
