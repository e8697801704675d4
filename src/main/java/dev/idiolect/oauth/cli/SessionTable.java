package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Prints sessions as a table. The columns of a long table can become wider from one block of rows to the next. */
final class SessionTable implements SessionOutput {

    private static final String GAP = "  ";
    private static final int BLOCK = 1000;
    private static final List<String> HEAD = List.of("DID", "HANDLE", "PDS", "KIND", "ACCESS TOKEN", "SESSION");

    private final Instant now;
    private final Consumer<String> print;
    private final List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    private final int[] widths = new int[HEAD.size()];
    private int count;

    /** @param print prints lines */
    SessionTable(Instant now, Consumer<String> print) {
        this.now = now;
        this.print = print;
    }

    @Override
    public void add(OAuthSession session) {
        rows.add(List.of(
                TerminalText.escape(session.did()),
                session.handle() == null ? "-" : TerminalText.escape(session.handle()),
                TerminalText.escape(session.pdsUrl()),
                kind(session),
                Lifetimes.accessToken(session, now),
                Lifetimes.session(session, now)));
        count++;
        if (rows.size() > BLOCK) {
            printRows();
        }
    }

    @Override
    public int end() {
        if (count > 0 && !rows.isEmpty()) {
            printRows();
        }
        return count;
    }

    private void printRows() {
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        print.accept(rows.stream().map(row -> line(row, widths)).collect(Collectors.joining(System.lineSeparator())));
        rows.clear();
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
