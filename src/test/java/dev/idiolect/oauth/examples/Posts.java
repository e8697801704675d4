package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.DeleteRecord;
import dev.idiolect.oauth.xrpc.RecordPage;
import dev.idiolect.oauth.xrpc.RecordRef;
import dev.idiolect.oauth.xrpc.RepoClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

// example: begin
@ApplicationScoped
public class Posts {

    private static final String POST = "app.bsky.feed.post";

    @Inject
    @RestClient
    RepoClient repo;

    public RecordRef publish(String did, String text) {
        String now = Instant.now().toString();
        var post = Map.of("$type", POST, "text", text, "createdAt", now);
        return repo.createRecord(CreateRecord.of(did, POST, post));
    }

    public RecordPage newest(String did) {
        return repo.listRecords(did, POST, 10, null, null);
    }

    public void delete(String did, RecordRef post) {
        repo.deleteRecord(DeleteRecord.of(did, POST, post.rkey()));
    }
}
// example: end
