package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Instant;
import java.util.function.Consumer;

/** Prints sessions as a JSON array. */
final class JsonSessions implements SessionOutput {

    private final Instant now;
    private final JsonList list;

    /** @param print prints lines */
    JsonSessions(Instant now, Consumer<String> print) {
        this.now = now;
        list = new JsonList(print);
    }

    @Override
    public void add(OAuthSession session) {
        list.add(JsonOutput.session(session, now).build());
    }

    @Override
    public int end() {
        return list.end();
    }
}
