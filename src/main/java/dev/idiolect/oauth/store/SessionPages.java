package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.store.internal.PageStart;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of {@link OAuthTokenStore#sessions}. */
final class SessionPages {

    private static final Logger LOG = System.getLogger(SessionPages.class.getName());

    private SessionPages() {}

    /** Returns a page of a store that loads each session. */
    static List<SessionSummary> load(OAuthTokenStore store, @Nullable String after, int limit) {
        String start = PageStart.of(after, limit);
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

    private static boolean isValid(String did) {
        try {
            Did.require(did);
            return true;
        } catch (InvalidDidException e) {
            LOG.log(Level.WARNING, "IDOA-0203: Omitted from the list of accounts: {0}", e.getMessage());
            return false;
        }
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
