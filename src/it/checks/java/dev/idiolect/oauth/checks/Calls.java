package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.RecordRef;
import dev.idiolect.oauth.xrpc.RepoClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** All ways to write a note with a signed client; each returns the URI of the note. */
@ApplicationScoped
public class Calls {

    static final String NOTE = "dev.idiolect.test.note";

    @Inject
    @RestClient
    NoteClient notes;

    @Inject
    @RestClient
    MixedClient mixed;

    @Inject
    @RestClient
    RepoClient repo;

    @Inject
    @RestClient
    ContextClient contexts;

    @Inject
    @RestClient
    PropagatingClient propagating;

    @Inject
    OddCalls odd;

    @Inject
    Records records;

    @Inject
    SignedCalls signedCalls;

    @Inject
    AppPasswordLogin passwords;

    @Inject
    Instance<MoreWays> moreWays;

    String call(String way, String did, String text) throws Exception {
        return switch (way) {
            case "blocking" -> uri(notes.create(note(did, text), did));
            case "stage" -> uri(await(notes.createLater(note(did, text), did)));
            case "response" -> uri(notes.createForResponse(note(did, text), did));
            case "foreign" ->
                uri(notes.createForeign(
                        note(did, text),
                        did,
                        "foreign.example.com",
                        "session=foreign",
                        "Basic foreign",
                        "X-Hop",
                        "foreign",
                        "foreign",
                        "foreign"));
            case "propagated" -> uri(propagating.create(note(did, text), did));
            case "built-blocking" -> uri(built().create(note(did, text), did));
            case "built-stage" -> uri(await(built().createLater(note(did, text), did)));
            case "built-response" -> uri(built().createForResponse(note(did, text), did));
            case "repo" ->
                create(repo, did, Map.of("$type", NOTE, "text", text)).uri();
            case "retry" -> uri(mixed.create(note(did, text)));
            case "unsigned" -> mixed.list(did, NOTE).toString();
            case "upload" ->
                notes.upload(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), did)
                        .toString();
            case "app-password" ->
                passwords.login(did, Files.readString(Path.of(text))).did();
            case "session" -> notes.session(null).getString("did");
            case "contexts" -> contexts(did, text);
            default -> callOther(way, did, text);
        };
    }

    static RecordRef create(RepoClient repo, String did, Map<String, Object> value) {
        return repo.createRecord(CreateRecord.of(did, NOTE, value));
    }

    private String callOther(String way, String did, String text) throws Exception {
        Optional<String> result = odd.call(way, did, text).or(() -> records.call(way, did));
        if (result.isPresent()) {
            return result.get();
        }
        Optional<String> record = records.call(way, did);
        if (record.isPresent()) {
            return record.get();
        }
        for (MoreWays more : moreWays) {
            Optional<String> written = more.call(way, did, text);
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw new IllegalArgumentException(way);
    }

    /** Returns the container context of each attempt of an asynchronous call, and of the stage after it. */
    private String contexts(String did, String text) throws Exception {
        ContextFilter.clear();
        String after = await(contexts.createLater(note(did, text), did).thenApply(written -> ContainerContext.seen()));
        return String.join("\n", ContextFilter.seen()) + "\n" + after;
    }

    private NoteClient built() {
        return signedCalls.wrap(
                NoteClient.class,
                RestClientBuilder.newBuilder()
                        .baseUri(URI.create("https://pds.invalid"))
                        .build(NoteClient.class));
    }

    static JsonObject note(String did, String text) {
        return Json.createObjectBuilder()
                .add("repo", did)
                .add("collection", NOTE)
                .add("record", Json.createObjectBuilder().add("$type", NOTE).add("text", text))
                .build();
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static String uri(Response response) {
        try (response) {
            return response.getStatus() == 200
                    ? uri(response.readEntity(JsonObject.class))
                    : "status " + response.getStatus();
        }
    }

    static String uri(JsonObject written) {
        return written.getString("uri");
    }
}
