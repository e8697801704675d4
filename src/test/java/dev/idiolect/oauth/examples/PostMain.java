package dev.idiolect.oauth.examples;

// example: begin
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.RepoClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

public final class PostMain {

    public static void main(String[] args) {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(Path.of("sessions"))) {
            RepoClient repo = repoClient(store);
            store.listDids().forEach(did -> System.out.println(post(repo, did, args[0])));
        }
    }

    static RepoClient repoClient(OAuthTokenStore store) {
        DpopProofFactory proofs = new DpopProofFactory();
        SessionRefresher refresher =
                SessionRefresher.builder(store, Refresher.of(proofs)).build();
        SignedCalls calls = SignedCalls.builder(refresher, proofs).build();
        // The base URI is never contacted: each call goes to the PDS of its account.
        RestClientBuilder builder = RestClientBuilder.newBuilder().baseUri(URI.create("https://pds.invalid"));
        return calls.wrap(RepoClient.class, builder.build(RepoClient.class));
    }

    static String post(RepoClient repo, String did, String text) {
        String now = Instant.now().toString();
        var post = Map.of("$type", "app.bsky.feed.post", "text", text, "createdAt", now);
        return repo.createRecord(CreateRecord.of(did, "app.bsky.feed.post", post))
                .uri();
    }
}
// example: end
