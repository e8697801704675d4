package dev.idiolect.oauth.store;

import dev.idiolect.oauth.store.internal.PageStart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of {@link OAuthTokenStore#sessions}. */
final class SessionPages {

    private SessionPages() {}

    /** Returns a page of a store that loads each session. */
    static List<SessionSummary> load(OAuthTokenStore store, @Nullable String after, int limit) {
        String start = PageStart.of(after, limit);
        List<SessionSummary> page = new ArrayList<>();
        for (String did : store.listDids()) {
            if (page.size() == limit) {
                break;
            }
            if (did.compareTo(start) > 0) {
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
