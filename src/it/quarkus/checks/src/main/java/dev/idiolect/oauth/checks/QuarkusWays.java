package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.RepoClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Calls that return a {@code Uni}, awaited on a worker thread, and a call with a record type of the application. */
@ApplicationScoped
public class QuarkusWays implements MoreWays {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    @RestClient
    UniClient notes;

    @Inject
    @RestClient
    RepoClient repo;

    @Inject
    SignedCalls signedCalls;

    @Override
    public Optional<String> call(String way, String did, String text) {
        return switch (way) {
            case "uni" -> Optional.of(create(notes, did, text));
            case "built-uni" -> Optional.of(create(built(), did, text));
            case "typed" ->
                Optional.of(repo.createRecord(CreateRecord.of(did, Calls.NOTE, new TypedNote(Calls.NOTE, text)))
                        .uri());
            default -> Optional.empty();
        };
    }

    private static String create(UniClient client, String did, String text) {
        JsonObject written = client.create(Calls.note(did, text), did).await().atMost(LIMIT);
        return Calls.uri(written);
    }

    private UniClient built() {
        return signedCalls.wrap(
                UniClient.class,
                RestClientBuilder.newBuilder()
                        .baseUri(URI.create("https://pds.invalid"))
                        .build(UniClient.class));
    }
}
