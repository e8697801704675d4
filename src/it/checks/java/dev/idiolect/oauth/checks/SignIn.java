package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.web.LoginResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** The library's login resource under a path of the application. */
@Path("/oauth")
@ApplicationScoped
public class SignIn extends LoginResource {

    @Inject
    CurrentUser user;

    @Override
    protected Optional<String> signedInDid() {
        return user.did();
    }

    @Override
    protected String clientAddress(HttpHeaders headers) {
        return headers.getHeaderString("X-Forwarded-For");
    }
}
