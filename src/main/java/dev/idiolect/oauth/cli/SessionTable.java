package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Prints sessions as a table. */
final class SessionTable implements SessionOutput {

    private static final List<String> HEAD = List.of("DID", "HANDLE", "PDS", "KIND", "ACCESS TOKEN", "SESSION");

    private final Instant now;
    private final TextTable table;

    /** @param print prints lines */
    SessionTable(Instant now, Consumer<String> print) {
        this.now = now;
        table = new TextTable(HEAD, print);
    }

    @Override
    public void add(OAuthSession session) {
        table.add(List.of(
                TerminalText.escape(session.did()),
                session.handle() == null ? "-" : TerminalText.escape(session.handle()),
                TerminalText.escape(session.pdsUrl()),
                kind(session.isBearer()),
                Lifetimes.accessToken(session, now),
                Lifetimes.session(session, now)));
    }

    @Override
    public int end() {
        return table.end();
    }

    /** Returns the handle, or the DID if there is none. */
    static String displayName(OAuthSession session) {
        return session.handle() == null ? session.did() : session.handle();
    }

    static String kind(boolean isBearer) {
        return isBearer ? "app-password" : "oauth";
    }
}
