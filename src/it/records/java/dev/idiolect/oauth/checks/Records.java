package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.xrpc.ApplyWrites;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.PutRecord;
import dev.idiolect.oauth.xrpc.RecordRef;
import dev.idiolect.oauth.xrpc.RepoClient;
import dev.idiolect.oauth.xrpc.Write;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Writes records with times, and with text that cannot be written. */
@ApplicationScoped
public class Records {

    private static final Map<String, Object> CUT =
            Map.of("a/b", List.of("fine \ud83d\ude00", Map.of("x~y", "cut \ud83d")));

    @Inject
    @RestClient
    RepoClient repo;

    /** Returns the result as text, or empty if this class does not know the way. */
    public Optional<String> call(String way, String did) {
        String type = Times.TYPE;
        return switch (way) {
            case "times" -> Optional.of(times(did));
            case "cut-create" -> text(repo.createRecord(CreateRecord.of(did, type, CUT)));
            case "cut-put" -> text(repo.putRecord(PutRecord.of(did, type, "self", CUT)));
            case "cut-apply" ->
                text(repo.applyWrites(
                        ApplyWrites.of(did, Write.create(type, Map.of("text", "x")), Write.create(type, "key", CUT))));
            default -> Optional.empty();
        };
    }

    private String times(String did) {
        RecordRef written = repo.createRecord(CreateRecord.of(did, Times.TYPE, Times.example()));
        Times read = repo.getRecord(did, Times.TYPE, written.rkey(), null).as(Times.class);
        return read.isExample() ? written.uri() : "read as " + read;
    }

    private static Optional<String> text(Object result) {
        return Optional.of(String.valueOf(result));
    }
}
