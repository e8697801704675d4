package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints sessions as a JSON array. */
final class JsonSessions implements SessionOutput {

    private static final String INDENT = "    ";

    private final Instant now;
    private final Consumer<String> print;
    private @Nullable JsonObject last;
    private int count;

    /** @param print prints lines */
    JsonSessions(Instant now, Consumer<String> print) {
        this.now = now;
        this.print = print;
    }

    // Prints each session when the next one arrives, because a comma follows every session but the last.
    @Override
    public void add(OAuthSession session) {
        if (last == null) {
            print.accept("[");
        } else {
            print(last, ",");
        }
        last = JsonOutput.session(session, now).build();
        count++;
    }

    @Override
    public int end() {
        if (last == null) {
            print.accept("[]");
        } else {
            print(last, "");
            print.accept("]");
        }
        return count;
    }

    private void print(JsonObject session, String comma) {
        print.accept(JsonOutput.format(session).indent(INDENT.length()).stripTrailing() + comma);
    }
}
