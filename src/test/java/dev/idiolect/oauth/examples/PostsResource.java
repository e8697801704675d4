package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.RepoClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

// example: begin
@Path("/posts")
@ApplicationScoped
public class PostsResource {
    @Inject
    CurrentUser user;

    @Inject
    @RestClient
    RepoClient repo;

    @GET
    @Produces("text/html")
    public String form() {
        return "<form method=post><input name=text><button>Post</button></form>";
    }

    @POST
    @Produces("text/plain")
    public String post(@FormParam("text") String text) {
        String did = user.did().orElseThrow(() -> new ForbiddenException("Sign in at /oauth/login"));
        String now = Instant.now().toString();
        var post = Map.of("$type", "app.bsky.feed.post", "text", text, "createdAt", now);
        return repo.createRecord(CreateRecord.of(did, "app.bsky.feed.post", post))
                .uri();
    }
}
// example: end
