package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What came of a deletion.
 *
 * @param commit the commit; null if there was nothing to delete, or if the server names none
 */
public record DeletedRecord(@Nullable Commit commit) {

    static DeletedRecord of(JsonObject json) {
        return new DeletedRecord(Commit.in(json));
    }
}
