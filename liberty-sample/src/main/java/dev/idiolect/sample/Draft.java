package dev.idiolect.sample;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BadRequestException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * The text of a new or edited post.
 *
 * @param text the text, unchecked
 * @param cid the CID of the edited version; null for a new post
 */
public record Draft(String text, String cid) {

    private static final int MAX_LENGTH = 300;
    private static final int MAX_BYTES = 3000;
    // As people count them: an emoji is one.
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    JsonObject create(Instant now) {
        return Json.createObjectBuilder()
                .add("$type", Post.COLLECTION)
                .add("text", validText())
                .add("createdAt", now.truncatedTo(ChronoUnit.MILLIS).toString())
                .build();
    }

    /** Replaces the text. Removes the facets, because they refer to positions in the old text. */
    JsonObject edit(JsonObject post) {
        return Json.createObjectBuilder(post)
                .add("text", validText())
                .remove("facets")
                .build();
    }

    private String validText() {
        String post = text == null ? "" : text.strip();
        if (post.isEmpty()
                || post.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                || CHARACTER.matcher(post).results().count() > MAX_LENGTH) {
            throw new BadRequestException("A post has 1 to " + MAX_LENGTH + " characters.");
        }
        return post;
    }
}
