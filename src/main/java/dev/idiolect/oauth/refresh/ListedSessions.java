package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The idle sessions of a store without claims. Lists all sessions, page by page. */
final class ListedSessions implements IdleSessions {

    private static final int PAGE = 500;

    /** The maximum number of sessions that are kept for later in the run. Others are listed again. */
    static final int MAX_HELD = 2_000;

    /**
     * The number of sessions that a listing must return before the store is listed again. Otherwise, failing servers
     * could make a run list a large store a hundred times.
     */
    private static final int RELIST_AFTER = MAX_HELD / 2;

    /** If a listing is older, the store is listed again, even if the listing has returned few sessions. */
    private static final Duration RELIST_INTERVAL = Duration.ofMinutes(5);

    private final OAuthTokenStore store;
    private final Duration idleFor;
    private final Clock clock;
    private final LruCache<Instant> postponed;
    private final Deque<SessionSummary> page = new ArrayDeque<>();
    private final Deque<SessionSummary> held = new ArrayDeque<>();
    private @Nullable String last;
    private Instant listingSince;
    private int returned;
    private boolean listed;
    private boolean skipped;

    /** @param postponed the earliest time of the next attempt, by DID; the runs of this process share it */
    ListedSessions(OAuthTokenStore store, Duration idleFor, Clock clock, LruCache<Instant> postponed) {
        this.store = store;
        this.idleFor = idleFor;
        this.clock = clock;
        this.postponed = postponed;
        this.listingSince = clock.instant();
    }

    @Override
    public List<SessionSummary> next(int limit, Set<String> exceptServers) {
        List<SessionSummary> found = takeHeld(limit, exceptServers);
        if (found.isEmpty() && listed && skipped && mayStartAgain()) {
            startAgain();
        }
        while (found.size() < limit && hasNext()) {
            SessionSummary session = page.remove();
            if (isDue(session)) {
                if (exceptServers.contains(Sweep.server(session))) {
                    hold(session);
                } else {
                    found.add(session);
                }
            }
        }
        returned += found.size();
        return found;
    }

    private boolean mayStartAgain() {
        return returned >= RELIST_AFTER || !clock.instant().isBefore(listingSince.plus(RELIST_INTERVAL));
    }

    private List<SessionSummary> takeHeld(int limit, Set<String> exceptServers) {
        List<SessionSummary> taken = new ArrayList<>();
        Iterator<SessionSummary> next = held.iterator();
        while (taken.size() < limit && next.hasNext()) {
            SessionSummary session = next.next();
            if (!exceptServers.contains(Sweep.server(session))) {
                next.remove();
                // A refresh that ended since the listing may have postponed the session.
                if (isDue(session)) {
                    taken.add(session);
                }
            }
        }
        return taken;
    }

    private void startAgain() {
        held.clear();
        listingSince = clock.instant();
        returned = 0;
        skipped = false;
        last = null;
        listed = false;
    }

    private void hold(SessionSummary session) {
        if (held.size() < MAX_HELD) {
            held.add(session);
        } else {
            skipped = true;
        }
    }

    @Override
    public void giveBack(List<SessionSummary> sessions) {
        returned -= sessions.size();
        sessions.forEach(this::hold);
    }

    private boolean hasNext() {
        if (page.isEmpty() && !listed) {
            List<SessionSummary> next = new ArrayList<>(store.sessions(last, PAGE));
            listed = next.isEmpty();
            if (!listed) {
                last = next.get(next.size() - 1).did();
                // Shuffled, so that processes with the same store refresh different sessions first.
                Collections.shuffle(next);
                page.addAll(next);
            }
        }
        return !page.isEmpty();
    }

    private boolean isDue(SessionSummary session) {
        Instant now = clock.instant();
        Instant notBefore = postponed.get(session.did());
        return !session.issuedAt().isAfter(now.minus(idleFor))
                && !session.refreshExpired(now)
                && (notBefore == null || !now.isBefore(notBefore));
    }

    @Override
    public void postpone(Collection<String> dids, Duration delay) {
        // So that a long run lists them again after their delay.
        skipped = true;
        Instant notBefore = clock.instant().plus(delay);
        dids.forEach(did -> postponed.put(did, notBefore));
    }
}
