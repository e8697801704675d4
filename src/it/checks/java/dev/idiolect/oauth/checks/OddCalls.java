package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.xrpc.ApplyWrites;
import dev.idiolect.oauth.xrpc.DeleteRecord;
import dev.idiolect.oauth.xrpc.PutRecord;
import dev.idiolect.oauth.xrpc.RepoClient;
import dev.idiolect.oauth.xrpc.Write;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Calls whose responses are unusual. Each returns its result as text. */
@ApplicationScoped
public class OddCalls {

    @Inject
    @RestClient
    RepoClient repo;

    @Inject
    @RestClient
    OwnClient own;

    Optional<String> call(String way, String did, String text) throws Exception {
        Map<String, Object> value = Map.of("$type", Calls.NOTE, "text", text);
        JsonObject note = Calls.note(did, text);
        Object result = switch (way) {
            case "odd-create" -> Calls.create(repo, did, value);
            case "odd-put" -> repo.putRecord(PutRecord.of(did, Calls.NOTE, "self", value));
            case "odd-apply" -> repo.applyWrites(ApplyWrites.of(did, Write.create(Calls.NOTE, value)));
            case "odd-delete" -> repo.deleteRecord(DeleteRecord.of(did, Calls.NOTE, "self"));
            case "odd-get" -> repo.getRecord(did, Calls.NOTE, "self", null);
            case "own" -> own.create(note, did);
            case "own-typed" -> own.createTyped(note, did);
            case "own-stage" -> Calls.await(own.createLater(note, did));
            case "own-stream" -> {
                try (InputStream stream = own.createForStream(note, did)) {
                    yield new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
            case "own-void" -> {
                own.createOnly(note, did);
                yield "done";
            }
            case "own-void-stage" -> {
                Calls.await(own.createOnlyLater(note, did));
                yield "done";
            }
            default -> Optional.empty();
        };
        return result instanceof Optional<?> ? Optional.empty() : Optional.of(String.valueOf(result));
    }
}
