package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.DeleteRecord;
import dev.idiolect.oauth.xrpc.RecordRef;
import dev.idiolect.oauth.xrpc.RepoClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

// README: begin
@ApplicationScoped
public class Posts {

    private static final String POST = "app.bsky.feed.post";

    @Inject
    @RestClient
    RepoClient repo;

    public RecordRef publish(String did, String text) {
        var post = Map.of(
                "$type", POST,
                "text", text,
                "createdAt", Instant.now().toString());
        return repo.createRecord(CreateRecord.of(did, POST, post));
    }

    public void withdraw(String did, RecordRef post) {
        repo.deleteRecord(DeleteRecord.of(did, POST, post.rkey()));
    }
}
// README: end
