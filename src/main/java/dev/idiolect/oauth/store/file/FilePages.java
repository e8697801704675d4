package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Lists the sessions of a directory. Reads only the files of the page, and the files whose names do not contain the DID. */
final class FilePages {

    private FilePages() {}

    /**
     * Returns a page of readable sessions.
     *
     * @param names the names of all files, in any order
     * @param read returns the session of a file, or empty if it cannot be read
     */
    static List<SessionSummary> page(
            String after, int limit, List<String> names, Function<String, Optional<OAuthSession>> read) {
        TreeMap<String, String> following = new TreeMap<>();
        for (String name : names) {
            did(name, read).filter(did -> did.compareTo(after) > 0).ifPresent(did -> following.put(did, name));
        }
        List<SessionSummary> page = new ArrayList<>();
        Iterator<Map.Entry<String, String>> next = following.entrySet().iterator();
        while (next.hasNext() && page.size() < limit) {
            read.apply(next.next().getValue()).map(SessionSummary::of).ifPresent(page::add);
        }
        return page;
    }

    private static Optional<String> did(String name, Function<String, Optional<OAuthSession>> read) {
        return SessionFileName.isShortened(name) ? read.apply(name).map(OAuthSession::did) : SessionFileName.did(name);
    }
}
