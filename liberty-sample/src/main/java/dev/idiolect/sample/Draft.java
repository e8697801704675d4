package dev.idiolect.sample;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BadRequestException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What somebody has written.
 *
 * @param cid the version that is edited; null for a new post
 */
public record Draft(String text, String cid) {

    private static final int LONGEST = 300;

    JsonObject create(Instant now) {
        return Json.createObjectBuilder()
                .add("$type", Post.COLLECTION)
                .add("text", checked())
                .add("createdAt", now.truncatedTo(ChronoUnit.MILLIS).toString())
                .build();
    }

    /** Keeps pictures, replies and all else; but links and mentions are known by their place in the text. */
    JsonObject edit(JsonObject post) {
        return Json.createObjectBuilder(post)
                .add("text", checked())
                .remove("facets")
                .build();
    }

    private String checked() {
        String post = text == null ? "" : text.strip();
        if (post.isEmpty() || post.codePointCount(0, post.length()) > LONGEST) {
            throw new BadRequestException("A post has 1 to " + LONGEST + " characters.");
        }
        return post;
    }
}
