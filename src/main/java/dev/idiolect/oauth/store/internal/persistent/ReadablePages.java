package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lists the sessions of a table, without the rows that cannot be read. */
public final class ReadablePages {

    private ReadablePages() {}

    /** Reads a session. If it cannot be read, logs a warning and returns empty, because lists omit it. */
    public static <T> Optional<T> ifReadable(Supplier<T> read, Logger log) {
        try {
            return Optional.of(read.get());
        } catch (StoreException | InvalidDidException e) {
            log.log(Level.WARNING, "IDOA-0202: Omitted from the list of accounts: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Returns a page of readable sessions. It is empty only after the last row.
     *
     * @param read returns a limited number of rows that follow a DID
     * @param did returns the DID of a row
     * @param parse returns the summary of a row, or empty if it cannot be read
     */
    public static <R> List<SessionSummary> page(
            String after,
            Function<String, List<R>> read,
            Function<R, String> did,
            Function<R, Optional<SessionSummary>> parse) {
        String start = after;
        while (true) {
            List<R> rows = read.apply(start);
            List<SessionSummary> page =
                    rows.stream().flatMap(row -> parse.apply(row).stream()).toList();
            if (!page.isEmpty() || rows.isEmpty()) {
                return page;
            }
            start = did.apply(rows.get(rows.size() - 1));
        }
    }
}
