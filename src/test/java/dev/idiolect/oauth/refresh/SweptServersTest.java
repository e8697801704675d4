package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.SessionSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private final SweptServers servers = new SweptServers(times);
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
                    .build()));
        }
    }

    private void addServers(String name, Duration time, int count, int sessions) {
        IntStream.range(0, count).forEach(i -> add("https://" + name + i + ".example.com", time, sessions));
    }

    /** Runs the loop of {@link Sweep} until all sessions are refreshed. */
    private void run() {
        Instant now = START;
        Set<String> exhausted = null;
        while (!due.isEmpty() || !running.isEmpty()) {
            Set<String> excluded = servers.excluded(now);
            boolean progress = true;
            while (progress
                    && servers.room() >= SweptServers.MAX_WAITING / 2
                    && (exhausted == null || !excluded.containsAll(exhausted))) {
                List<SessionSummary> claimed = claim(servers.room(), excluded);
                exhausted = claimed.isEmpty() ? excluded : null;
                int waiting = servers.waiting();
                claimed.forEach(servers::add);
                due.addAll(servers.excess());
                progress = servers.waiting() > waiting;
                excluded = servers.excluded(now);
            }
            for (Optional<SessionSummary> next = servers.start(); next.isPresent(); next = servers.start()) {
                SessionSummary session = next.get();
                running.add(new Refresh(session, now, now.plus(timeAt.get(Sweep.server(session)))));
            }
            assertThat(servers.running()).isPositive().isEqualTo(running.size());
            Refresh ended = running.remove();
            now = ended.end();
            servers.end(ended.session(), Duration.between(ended.start(), now), false);
            if (due.addAll(servers.excess())) {
                exhausted = null;
            }
            doneAfter.merge(Sweep.server(ended.session()), Duration.between(START, now), (first, second) -> second);
        }
    }

    private List<SessionSummary> claim(int limit, Set<String> excluded) {
        List<SessionSummary> claimed = new ArrayList<>();
        Iterator<SessionSummary> next = due.iterator();
        while (claimed.size() < limit && next.hasNext()) {
            SessionSummary session = next.next();
            if (!excluded.contains(Sweep.server(session))) {
                claimed.add(session);
                next.remove();
            }
        }
        return claimed;
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
        add("https://hostile.example.com", HOSTILE, 2_000);
        add("https://large.example.com", FAST, 10_000);
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
        add("https://hostile.example.com", HOSTILE, 2_000);
        add("https://slow.example.com", Duration.ofSeconds(12), 10_000);
        addServers("small", FAST, 100, 2);
        run();
        // Without other servers, it takes 8 hours and 20 minutes: 50,000 sessions take less than two days.
        assertThat(longest("slow")).isLessThan(Duration.ofHours(9));
        assertThat(longest("small")).isLessThan(Duration.ofMinutes(10));
    }

    @Test
    void slowServerIsDoneWithinHoursBesideManyHostileOnes() {
        addServers("hostile", HOSTILE, 100, 20);
        add("https://slow.example.com", Duration.ofSeconds(12), 4_000);
        add("https://large.example.com", FAST, 10_000);
        run();
        assertThat(longest("slow")).isLessThan(Duration.ofHours(15));
        assertThat(longest("large")).isLessThan(Duration.ofHours(1));
    }

    @Test
    void thousandHostileServersDelayOthersByTwoHours() {
        addServers("hostile", HOSTILE, 1_000, 2);
        add("https://large.example.com", FAST, 4_000);
        addServers("small", FAST, 100, 2);
        run();
        assertThat(longest("large")).isLessThan(Duration.ofHours(2));
        assertThat(longest("small")).isLessThan(Duration.ofHours(2));
    }
}
