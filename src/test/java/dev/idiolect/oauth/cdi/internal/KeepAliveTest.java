package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code idiolect.oauth.keep-alive} in an application. */
@Timeout(60)
class KeepAliveTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";

    @TempDir
    Path directory;

    /** A server that issues tokens; while {@link #hold} is set, it does not respond. */
    @ApplicationScoped
    public static class Server implements Refresher {

        final AtomicInteger calls = new AtomicInteger();
        volatile CountDownLatch hold = new CountDownLatch(0);

        @Override
        public OAuthSession refresh(OAuthSession session) {
            int call = calls.incrementAndGet();
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new AssertionError("a refresh was interrupted", e);
            }
            return session.toBuilder()
                    .refreshJwt("refresh-" + call)
                    .issuedAt(Instant.now())
                    .expiresAt(Instant.now().plusSeconds(3600))
                    .build();
        }

        public int calls() {
            return calls.get();
        }

        public void hold(CountDownLatch latch) {
            hold = latch;
        }
    }

    /** A store whose search for idle sessions takes until an interrupt. */
    @Singleton
    public static class HangingStore extends DelegatingTokenStore {

        private final List<String> events = new CopyOnWriteArrayList<>();

        HangingStore() {
            super(new InMemoryOAuthTokenStore());
        }

        public List<String> events() {
            return events;
        }

        @Override
        public Optional<List<SessionSummary>> claimIdle(Duration idleFor, Set<String> exceptServers, int limit) {
            events.add("run started");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            events.add("run ended");
            return Optional.of(List.of());
        }

        /** Beans are destroyed after the last observer. */
        void lastObserver(
                @Observes @Priority(Integer.MAX_VALUE) @BeforeDestroyed(ApplicationScoped.class) Object event) {
            events.add("beans destroyed");
        }
    }

    @Test
    void runEndsBeforeTheBeansAreDestroyed() {
        List<String> events;
        try (TestApp app = TestApp.start(Map.of("idiolect.oauth.keep-alive", "PT0.5S"), HangingStore.class)) {
            events = app.get(HangingStore.class).events();
            await().until(() -> events.contains("run started"));
        }
        assertThat(events).containsExactly("run started", "run ended", "beans destroyed");
    }

    private TestApp start(String keepAlive) {
        return TestApp.start(
                Map.of(
                        "idiolect.oauth.store",
                        "filesystem",
                        "idiolect.oauth.store.path",
                        directory.toString(),
                        "idiolect.oauth.keep-alive",
                        keepAlive),
                Server.class);
    }

    private static void saveIdle(TestApp app) {
        app.get(OAuthTokenStore.class)
                .save(TestSessions.full(DID).toBuilder()
                        .issuedAt(Instant.now().minus(Duration.ofDays(8)))
                        .refreshExpiresAt(null)
                        .build());
    }

    @Test
    void idleSessionsAreRefreshedAgainAndAgain() {
        try (TestApp app = start("PT0.5S")) {
            saveIdle(app);
            await().until(() -> app.get(Server.class).calls() >= 3);
        }
    }

    @Test
    void nothingIsRefreshedByDefault() {
        try (TestApp app = start("off")) {
            saveIdle(app);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("idiolect-oauth-keep-alive"));
        }
    }

    @Test
    void shutdownEndsTheRunsAndSavesTheLastRefresh() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        TestApp app = start("PT0.5S");
        Thread closing = new Thread(app::close);
        try {
            Server server = app.get(Server.class);
            server.hold(hold);
            saveIdle(app);
            await().until(() -> server.calls() == 1);
            closing.start();
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("idiolect-oauth-keep-alive")));
            assertThat(closing.isAlive()).as("the store waits for the refresh").isTrue();
        } finally {
            hold.countDown();
            closing.join(TimeUnit.SECONDS.toMillis(20));
        }
        assertThat(closing.isAlive()).isFalse();
        assertThat(directory.resolve("did_plc_ewvi7nxzyoun6zhxrhs64oiz.json"))
                .content()
                .contains("refresh-1");
    }
}
