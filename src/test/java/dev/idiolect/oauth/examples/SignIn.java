package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.session.SessionEnded;
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

    @Inject
    UserSessions sessions;

    @Override
    protected Response signedIn(SignedIn account, URI next) {
        return Response.seeOther(next).cookie(sessions.begin(account.did())).build();
    }

    @Override
    protected Optional<String> signedInDid() {
        return user.did();
    }

    @Override
    protected Response signedOut(String did, URI next) {
        return Response.seeOther(next).cookie(sessions.end(did)).build();
    }

    void lost(@Observes SessionEnded session) {
        sessions.end(session.did()); // that user has to sign in again
    }
}
// README: end
