package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Formats sessions as a table. */
final class SessionTable {

    private static final String GAP = "  ";

    private SessionTable() {}

    static List<String> lines(List<OAuthSession> sessions, Instant now) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("DID", "HANDLE", "PDS", "KIND", "ACCESS TOKEN", "SESSION"));
        for (OAuthSession session : sessions) {
            rows.add(List.of(
                    TerminalText.escape(session.did()),
                    session.handle() == null ? "-" : TerminalText.escape(session.handle()),
                    TerminalText.escape(session.pdsUrl()),
                    kind(session),
                    Durations.accessToken(session, now),
                    Durations.session(session, now)));
        }
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** Returns the handle, or the DID if there is none. */
    static String displayName(OAuthSession session) {
        return session.handle() == null ? session.did() : session.handle();
    }

    static String kind(OAuthSession session) {
        return session.isBearer() ? "app-password" : "oauth";
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
