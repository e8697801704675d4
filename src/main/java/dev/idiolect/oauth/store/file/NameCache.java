package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists the sessions of a directory, page by page. Reads only the files of the page, and the files whose names do not
 * contain the DID. Caches the other names for the next page, because listing a large directory takes long. If no next
 * page is requested, the names can be garbage-collected. Thread-safe.
 */
final class NameCache {

    /** The maximum number of cached names: a few megabytes. */
    static final int MAX_NAMES = 50_000;

    /** The maximum age of cached names. The next page lists the directory again, and contains new sessions. */
    static final Duration MAX_AGE = Duration.ofMinutes(10);

    /** Lists the directory. */
    interface Names {

        /** Returns the names of all files, in any order. */
        List<String> list() throws IOException;
    }

    /**
     * The files after a DID, by their DIDs.
     *
     * @param all whether no more files follow the last one
     * @param listedAt the time of the listing on the nano clock
     */
    private record Rest(String after, NavigableMap<String, String> files, boolean all, long listedAt) {}

    private final Names names;
    private final Function<String, Optional<OAuthSession>> read;
    private final int maxNames;
    private final LongSupplier nanoClock;
    private SoftReference<Rest> rest = new SoftReference<>(null);

    /** @param read returns the session of a file, or empty if it cannot be read */
    NameCache(Names names, Function<String, Optional<OAuthSession>> read, int maxNames, LongSupplier nanoClock) {
        this.names = names;
        this.read = read;
        this.maxNames = maxNames;
        this.nanoClock = nanoClock;
    }

    /** Returns a page of readable sessions. It is empty only after the last one. */
    List<SessionSummary> page(String after, int limit) throws IOException {
        Rest next = take(after);
        if (next == null) {
            next = list(after);
        }
        List<SessionSummary> page = new ArrayList<>();
        while (page.size() < limit) {
            Map.Entry<String, String> file = next.files().pollFirstEntry();
            if (file == null) {
                if (next.all()) {
                    return page;
                }
                next = list(next.after());
            } else {
                next = new Rest(file.getKey(), next.files(), next.all(), next.listedAt());
                read.apply(file.getValue()).map(SessionSummary::of).ifPresent(page::add);
            }
        }
        keep(next);
        return page;
    }

    /** Returns the rest of the last listing if it follows this DID and is not old. */
    private synchronized @Nullable Rest take(String after) {
        Rest kept = rest.get();
        if (kept == null || (!isOld(kept) && (after.isEmpty() || !kept.after().equals(after)))) {
            return null;
        }
        rest.clear();
        return isOld(kept) ? null : kept;
    }

    private boolean isOld(Rest kept) {
        return nanoClock.getAsLong() - kept.listedAt() > MAX_AGE.toNanos();
    }

    // An empty rest is not cached: the next page must list sessions that were saved since.
    private synchronized void keep(Rest next) {
        if (next.files().isEmpty()) {
            rest.clear();
        } else {
            rest = new SoftReference<>(next);
        }
    }

    private Rest list(String after) throws IOException {
        long listedAt = nanoClock.getAsLong();
        TreeMap<String, String> files = new TreeMap<>();
        boolean all = true;
        for (String name : names.list()) {
            String did = did(name).orElse("");
            if (did.compareTo(after) > 0) {
                files.put(did, name);
                if (files.size() > maxNames) {
                    files.pollLastEntry();
                    all = false;
                }
            }
        }
        return new Rest(after, files, all, listedAt);
    }

    private Optional<String> did(String name) {
        return SessionFileName.isShortened(name) ? read.apply(name).map(OAuthSession::did) : SessionFileName.did(name);
    }
}
