package dev.idiolect.oauth.web;

import dev.idiolect.oauth.session.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application with one user at a time. */
@Path("/oauth")
@ApplicationScoped
public class LoginApp extends LoginResource {

    private final List<String> published = new CopyOnWriteArrayList<>();
    private volatile String user;

    @Override
    public Response clientMetadata() {
        published.add("metadata");
        return super.clientMetadata();
    }

    @Override
    public Response jwks() {
        published.add("jwks");
        return super.jwks();
    }

    @Override
    protected Response signedIn(SignedIn account, URI next) {
        user = account.did();
        return super.signedIn(account, next);
    }

    @Override
    protected Optional<String> signedInDid() {
        return Optional.ofNullable(user);
    }

    @Override
    protected Response signedOut(String did, URI next) {
        user = null;
        return super.signedOut(did, next);
    }

    @Override
    protected String clientAddress(HttpHeaders headers) {
        return headers.getHeaderString("X-Test-Address");
    }

    public List<String> published() {
        return List.copyOf(published);
    }

    public String user() {
        return user;
    }
}
