package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.InvalidDidException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pages of {@link OAuthTokenStore#sessions}. */
final class SessionPages {

    private static final Logger LOG = System.getLogger(SessionPages.class.getName());

    private SessionPages() {}

    /**
     * Returns the text that the DIDs of the page follow.
     *
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws dev.idiolect.oauth.session.InvalidDidException if {@code after} is not null and not a DID
     */
    static String start(@Nullable String after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive, was " + limit);
        }
        return after == null ? "" : Did.require(after);
    }

    /**
     * Returns a page of readable sessions. It is empty only after the last row.
     *
     * @param read returns a limited number of rows that follow a text
     * @param did returns the key of a row, which may be no DID
     * @param parse returns the summary of a row, or empty if it cannot be read
     */
    static <R> List<SessionSummary> readable(
            String after,
            Function<String, List<R>> read,
            Function<R, String> did,
            Function<R, Optional<SessionSummary>> parse) {
        String start = after;
        while (true) {
            List<R> rows = read.apply(start);
            List<SessionSummary> page = rows.stream()
                    .filter(row -> isValid(did.apply(row)))
                    .flatMap(row -> parse.apply(row).stream())
                    .toList();
            if (!page.isEmpty() || rows.isEmpty()) {
                return page;
            }
            start = did.apply(rows.get(rows.size() - 1));
        }
    }

    /** Returns whether the key of a session is a DID. Logs a warning if it is not. */
    private static boolean isValid(String did) {
        try {
            Did.require(did);
            return true;
        } catch (InvalidDidException e) {
            LOG.log(Level.WARNING, "Omitted from the list of accounts: {0}", e.getMessage());
            return false;
        }
    }

    /** Returns a page of a store that loads each session. */
    static List<SessionSummary> load(OAuthTokenStore store, @Nullable String after, int limit) {
        String start = start(after, limit);
        List<SessionSummary> page = new ArrayList<>();
        for (String did : store.listDids()) {
            if (page.size() == limit) {
                break;
            }
            if (did.compareTo(start) > 0 && isValid(did)) {
                add(store, did, page);
            }
        }
        return page;
    }

    // The list omits unreadable sessions, but another process may have written one since.
    private static void add(OAuthTokenStore store, String did, List<SessionSummary> page) {
        try {
            store.load(did).map(SessionSummary::of).ifPresent(page::add);
        } catch (StoreException e) {
            if (e.isTransient()) {
                throw e;
            }
        }
    }
}
