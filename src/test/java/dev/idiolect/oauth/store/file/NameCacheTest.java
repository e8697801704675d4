package dev.idiolect.oauth.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.SessionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts how often a directory is listed for the pages of its sessions. */
class NameCacheTest {

    private final TreeMap<String, OAuthSession> files = new TreeMap<>();
    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicLong nanoTime = new AtomicLong();

    @BeforeEach
    void createFiles() {
        for (int i = 0; i < 1_000; i++) {
            add("did:plc:account%04d".formatted(i));
        }
    }

    private void add(String did) {
        files.put(SessionFileName.of(did), TestSessions.full(did));
    }

    private NameCache pages(int maxNames) {
        return new NameCache(
                () -> {
                    listings.incrementAndGet();
                    return List.copyOf(files.descendingKeySet());
                },
                name -> Optional.ofNullable(files.get(name)),
                maxNames,
                nanoTime::get);
    }

    private static List<String> dids(List<SessionSummary> page) {
        return page.stream().map(SessionSummary::did).toList();
    }

    private static List<String> all(NameCache pages) throws Exception {
        List<String> found = new ArrayList<>();
        for (List<String> page = dids(pages.page("", 10));
                !page.isEmpty();
                page = dids(pages.page(found.get(found.size() - 1), 10))) {
            assertThat(page).hasSize(10);
            found.addAll(page);
        }
        return found;
    }

    private List<String> expected() {
        return files.values().stream().map(OAuthSession::did).toList();
    }

    @Test
    void directoryIsListedOnceForAllPages() throws Exception {
        assertThat(all(pages(NameCache.MAX_NAMES))).isEqualTo(expected());
        // The last listing finds that no session follows.
        assertThat(listings).hasValue(2);
    }

    @Test
    void fewNamesAreCached() throws Exception {
        assertThat(all(pages(95))).isEqualTo(expected());
        assertThat(listings.get()).isBetween(11, 12);
    }

    @Test
    void deletedSessionsAreOmitted() throws Exception {
        NameCache pages = pages(NameCache.MAX_NAMES);
        pages.page("", 500);
        files.keySet().removeIf(name -> !name.contains("0999"));
        assertThat(dids(pages.page("did:plc:account0499", 500))).containsExactly("did:plc:account0999");
        assertThat(pages.page("did:plc:account0999", 500)).isEmpty();
    }

    @Test
    void newListingShowsNewSessions() throws Exception {
        NameCache pages = pages(NameCache.MAX_NAMES);
        pages.page("", 500);
        add("did:plc:account0000a");
        assertThat(dids(pages.page("did:plc:account0000", 1))).containsExactly("did:plc:account0000a");
        add("did:plc:account00000");
        assertThat(dids(pages.page("", 2))).containsExactly("did:plc:account0000", "did:plc:account00000");
        pages.page("", 1_002);
        add("did:plc:last");
        assertThat(dids(pages.page("did:plc:account0999", 1))).containsExactly("did:plc:last");
    }

    @Test
    void pageAfterALongPauseShowsNewSessions() throws Exception {
        NameCache pages = pages(NameCache.MAX_NAMES);
        pages.page("", 500);
        add("did:plc:account0499a");
        nanoTime.addAndGet(NameCache.MAX_AGE.toNanos());
        assertThat(dids(pages.page("did:plc:account0499", 1))).containsExactly("did:plc:account0500");
        nanoTime.incrementAndGet();
        assertThat(dids(pages.page("did:plc:account0500", 1))).containsExactly("did:plc:account0501");
        assertThat(listings).hasValue(2);
        assertThat(dids(pages.page("did:plc:account0499", 1))).containsExactly("did:plc:account0499a");
    }
}
