package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Measures in simulated time how long one host refreshes the idle sessions of honest and hostile servers. */
class SweptServersTest {

    /** Just below the time limit of a token response. */
    private static final Duration HOSTILE = Duration.ofSeconds(79);

    private static final Duration FAST = Duration.ofMillis(500);
    private static final Instant START = TestSessions.ISSUED;

    private record Refresh(SessionSummary session, Instant start, Instant end) {}

    private final ServerTimes times = new ServerTimes();
    private final TestClock clock = TestClock.at(START);
    private final SweptServers servers = new SweptServers(times, clock);
    private final SweepClaims claims = new SweepClaims(new DueSessions(), servers, clock);
    private final Map<String, Duration> timeAt = new HashMap<>();
    private final Map<String, Duration> doneAfter = new HashMap<>();
    private final LinkedList<SessionSummary> due = new LinkedList<>();
    private final PriorityQueue<Refresh> running = new PriorityQueue<>(Comparator.comparing(Refresh::end));
    private int accounts;

    private void add(String server, Duration time, int sessions) {
        timeAt.put(server, time);
        for (int i = 0; i < sessions; i++) {
            due.add(SessionSummary.of(TestSessions.full("did:plc:account" + ++accounts).toBuilder()
                    .issuer(server)
                    .refreshExpiresAt(null)
                    .build()));
        }
    }

    private void addServers(String name, Duration time, int count, int sessions) {
        IntStream.range(0, count).forEach(i -> add("https://" + name + i + ".example", time, sessions));
    }

    /** Claims the sessions that are due. */
    private final class DueSessions implements IdleSessions {

        @Override
        public List<SessionSummary> next(int limit, Set<String> exceptServers) {
            List<SessionSummary> claimed = new ArrayList<>();
            Iterator<SessionSummary> next = due.iterator();
            while (claimed.size() < limit && next.hasNext()) {
                SessionSummary session = next.next();
                if (!exceptServers.contains(Sweep.server(session))) {
                    claimed.add(session);
                    next.remove();
                }
            }
            return claimed;
        }

        @Override
        public void giveBack(List<SessionSummary> sessions) {
            due.addAll(sessions);
        }

        @Override
        public void postpone(Collection<String> dids, Duration delay) {
            throw new AssertionError("no refresh fails");
        }
    }

    /** Refreshes all sessions, as {@link Sweep} does. */
    private void run() {
        while (!due.isEmpty() || !running.isEmpty()) {
            claims.claim();
            startAll();
            assertThat(servers.running()).isPositive().isEqualTo(running.size());
            endNext();
        }
    }

    private void startAll() {
        Instant now = clock.instant();
        for (Optional<SessionSummary> next = servers.start(); next.isPresent(); next = servers.start()) {
            SessionSummary session = next.get();
            running.add(new Refresh(session, now, now.plus(timeAt.get(Sweep.server(session)))));
        }
    }

    private void endNext() {
        Refresh ended = running.remove();
        clock.setOffset(Duration.between(START, ended.end()));
        servers.end(ended.session(), Duration.between(ended.start(), ended.end()), false);
        claims.giveBack();
        doneAfter.merge(Sweep.server(ended.session()), Duration.between(START, ended.end()), (first, second) -> second);
    }

    private Duration longest(String name) {
        return doneAfter.entrySet().stream()
                .filter(entry -> entry.getKey().contains(name))
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Test
    void hostileServerDoesNotDelayOthers() {
        add("https://hostile.example", HOSTILE, 2_000);
        add("https://large.example", FAST, 10_000);
        addServers("small", FAST, 100, 2);
        run();
        // Without other servers, 10,000 sessions take 21 minutes.
        assertThat(longest("large")).isLessThan(Duration.ofMinutes(30));
        assertThat(longest("small")).isLessThan(Duration.ofMinutes(30));
        // Each host refreshes four at once.
        assertThat(longest("hostile")).isLessThan(Duration.ofHours(12));
    }

    @Test
    void largeSlowServerKeepsItsSpeedBesideAHostileOne() {
        add("https://hostile.example", HOSTILE, 2_000);
        add("https://slow.example", Duration.ofSeconds(12), 10_000);
        addServers("small", FAST, 100, 2);
        run();
        // Without other servers, it takes 8 hours and 20 minutes: 50,000 sessions take less than two days.
        assertThat(longest("slow")).isLessThan(Duration.ofHours(9));
        assertThat(longest("small")).isLessThan(Duration.ofMinutes(10));
    }

    @Test
    void slowServerIsDoneWithinHoursBesideManyHostileOnes() {
        addServers("hostile", HOSTILE, 100, 20);
        add("https://slow.example", Duration.ofSeconds(12), 4_000);
        add("https://large.example", FAST, 10_000);
        run();
        assertThat(longest("slow")).isLessThan(Duration.ofHours(15));
        assertThat(longest("large")).isLessThan(Duration.ofHours(1));
    }

    @Test
    void thousandHostileServersDelayOthersByTwoHours() {
        addServers("hostile", HOSTILE, 1_000, 2);
        add("https://large.example", FAST, 4_000);
        addServers("small", FAST, 100, 2);
        run();
        assertThat(longest("large")).isLessThan(Duration.ofHours(2));
        assertThat(longest("small")).isLessThan(Duration.ofHours(2));
    }

    private void refreshOne(String server, Duration time) {
        add(server, time, 1);
        run();
    }

    @Test
    void serverIsNotFastWhileOneOfItsRefreshesHangs() {
        String trap = "https://trap.example";
        refreshOne(trap, FAST);
        add(trap, HOSTILE, 100);
        add("https://large.example", FAST, 100);
        claims.claim();
        startAll();
        clock.advance(ServerTimes.SLOW.plusMillis(1));
        claims.giveBack();
        claims.claim();
        assertThat(servers.excluded()).contains(trap);
        startAll();
        assertThat(runningAt("large")).isPositive();
    }

    @Test
    void sessionsThatWereGivenBackAreClaimedAgain() {
        String slow = "https://slow.example";
        refreshOne(slow, FAST);
        add(slow, ServerTimes.SLOW.multipliedBy(2), 2 * SweptServer.MAX_SLOW);
        claims.claim();
        startAll();
        assertThat(due).isEmpty();
        clock.advance(ServerTimes.SLOW.plusMillis(1));
        claims.giveBack();
        assertThat(due).hasSize(SweptServer.MAX_SLOW - SweptServer.AT_ONCE);
        run();
        assertThat(due).isEmpty();
    }

    @Test
    void manyNewServersLeavePlacesForAFastOne() {
        refreshOne("https://fast.example", FAST);
        addServers("new", HOSTILE, SweptServers.AT_ONCE, 1);
        add("https://fast.example", FAST, SweptServer.AT_ONCE);
        claims.claim();
        startAll();
        assertThat(runningAt("new")).isEqualTo(SweptServers.NOT_FAST_AT_ONCE);
        assertThat(runningAt("fast")).isPositive();
    }

    private long runningAt(String name) {
        return running.stream()
                .filter(refresh -> Sweep.server(refresh.session()).contains(name))
                .count();
    }

    @Test
    void newNamesOfASlowOwnerAreSlow() {
        refreshOne("https://first.hostile.example", HOSTILE);
        times.add("https://other.example", FAST);
        assertThat(times.mean("https://second.hostile.example")).isEqualTo(HOSTILE);
        assertThat(times.mean("https://new.example")).isNull();
        // Many servers of different operators can share a domain.
        refreshOne("https://second.hostile.example", FAST);
        assertThat(times.mean("https://second.hostile.example")).isEqualTo(FAST);
    }

    @Test
    void newNamesOfAFastOwnerAreUnknown() {
        refreshOne("https://first.example.com", FAST);
        assertThat(times.mean("https://second.example.com")).isNull();
    }

    @Test
    void namesOfOneOwnerLeavePlacesForOthers() {
        for (int i = 0; i < 4; i++) {
            refreshOne("https://" + i + ".trap.example", FAST);
        }
        for (int i = 0; i < 4; i++) {
            add("https://" + i + ".trap.example", HOSTILE, 10);
        }
        add("https://large.example", FAST, 100);
        Duration before = Duration.between(START, clock.instant());
        run();
        assertThat(longest("large").minus(before)).isLessThan(HOSTILE);
    }

    @Test
    void fourFastOwnersLeavePlacesForOthers() {
        for (int i = 0; i < 4; i++) {
            refreshOne("https://trap" + i + ".example", FAST);
        }
        addServers("trap", HOSTILE, 4, 10);
        add("https://large.example", FAST, 100);
        Duration before = Duration.between(START, clock.instant());
        run();
        assertThat(longest("large").minus(before)).isLessThan(HOSTILE);
    }
}
