package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.SessionSummary;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order in which a sweep starts refreshes. */
class ServerTurnsTest {

    private final ServerTimes times = new ServerTimes();
    private final SweptServers servers = new SweptServers(times, Clock.systemUTC());

    private static String name(int server) {
        return "https://server" + server + ".example"; // Each has another owner.
    }

    private void add(int server, int sessions) {
        for (int i = 0; i < sessions; i++) {
            servers.add(SessionSummary.of(TestSessions.full("did:plc:account" + server + "x" + i).toBuilder()
                    .issuer(name(server))
                    .build()));
        }
    }

    /** Starts all refreshes that can start now, and returns their servers. */
    private List<String> start() {
        List<String> started = new ArrayList<>();
        for (Optional<SessionSummary> next = servers.start(); next.isPresent(); next = servers.start()) {
            started.add(Sweep.server(next.get()));
        }
        return started;
    }

    @Test
    void fastServersTakeTurns() {
        for (int server = 0; server < 5; server++) {
            times.add(name(server), Duration.ofMillis(500));
            add(server, 10);
        }
        List<String> started = start();
        // The last place stays free for an owner without a running refresh.
        assertThat(started).hasSize(SweptServers.AT_ONCE - 1);
        assertThat(started.subList(0, 5)).doesNotHaveDuplicates();
        assertThat(started.subList(5, 10)).doesNotHaveDuplicates();
    }

    @Test
    void serverOfUnknownSpeedStartsWithOneRefresh() {
        add(1, 10);
        times.add(name(2), Duration.ofMillis(500));
        add(2, 10);
        assertThat(start()).containsOnlyOnce(name(1)).hasSize(1 + SweptServer.AT_ONCE);
    }
}
