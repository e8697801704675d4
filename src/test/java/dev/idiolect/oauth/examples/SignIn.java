package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.web.LoginResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;

// example: begin
@Path("/oauth")
@ApplicationScoped
public class SignIn extends LoginResource {
    @Inject
    UserSessions sessions;

    @Override
    protected Response signedIn(SignedIn account, URI next) {
        return Response.seeOther(next).cookie(sessions.begin(account.did())).build();
    }
    // example: more

    @Inject
    CurrentUser user;

    @Override
    protected Optional<String> signedInDid() {
        return user.did();
    }

    @Override
    protected Response signedOut(String did, URI next) {
        return Response.seeOther(next).cookie(sessions.end(did)).build();
    }
    // example: end of more
}
// example: end
