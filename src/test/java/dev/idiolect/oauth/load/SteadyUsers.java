package dev.idiolect.oauth.load;

import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Other users, who sign in, refresh and write at a steady rate. A latency starts when the request is due, so it
 * includes delays by earlier requests.
 */
final class SteadyUsers implements AutoCloseable {

    /** The actions of users. */
    enum Kind {
        SIGN_IN(250),
        REFRESH(250),
        WRITE(125);

        private final long everyMillis;

        Kind(long everyMillis) {
            this.everyMillis = everyMillis;
        }
    }

    private static final int SIGNED_IN = 20;
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(SteadyUsers::daemon);
    private final ExecutorService threads = Executors.newCachedThreadPool(SteadyUsers::daemon);
    private final Deque<User> newcomers = new ArrayDeque<>();
    private final FakePds pds;
    private final LoadedApp app;
    private final List<User> writers;
    private final List<User> refreshing;
    private final Map<Kind, AtomicInteger> turns = new EnumMap<>(Kind.class);
    private volatile Map<Kind, Latencies> measured = latencies();

    SteadyUsers(Arena arena) {
        app = arena.app;
        pds = arena.server();
        newcomers.addAll(arena.users(pds, 100));
        writers = arena.users(pds, SIGNED_IN);
        writers.forEach(user -> user.signIn(pds));
        FakePds brief = arena.server();
        brief.setAccessTokenLifetime(SHORT);
        refreshing = arena.users(brief, SIGNED_IN);
        refreshing.forEach(user -> user.signIn(brief));
        for (Kind kind : Kind.values()) {
            turns.put(kind, new AtomicInteger());
            clock.scheduleAtFixedRate(() -> due(kind), kind.everyMillis, kind.everyMillis, TimeUnit.MILLISECONDS);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "user");
        thread.setDaemon(true);
        return thread;
    }

    private void due(Kind kind) {
        long due = System.nanoTime();
        int turn = turns.get(kind).getAndIncrement();
        Latencies into = measured.get(kind);
        into.started();
        threads.execute(() -> {
            try {
                act(kind, turn);
                into.ended(System.nanoTime() - due);
            } catch (RuntimeException e) {
                into.failed(e.getMessage());
            }
        });
    }

    private void act(Kind kind, int turn) {
        switch (kind) {
            case SIGN_IN -> signIn();
            case REFRESH -> write(refreshing.get(turn % SIGNED_IN), turn);
            case WRITE -> write(writers.get(turn % SIGNED_IN), turn);
        }
    }

    private void signIn() {
        User user;
        synchronized (newcomers) {
            user = newcomers.remove();
        }
        try {
            user.signIn(pds);
        } finally {
            synchronized (newcomers) {
                newcomers.add(User.at(app, user.did(), user.address()));
            }
        }
    }

    private void write(User user, int turn) {
        HttpResponse<String> response = Wire.send(app.write(user, turn % 2 == 0));
        if (response.statusCode() != 200) {
            throw new IllegalStateException("write: " + response.statusCode() + " " + response.body());
        }
    }

    /** Measures for a time, and waits for the requests that are due in this time. */
    Map<Kind, Latencies> measure(Duration time) throws InterruptedException {
        Map<Kind, Latencies> found = latencies();
        measured = found;
        Thread.sleep(time.toMillis());
        measured = latencies();
        for (Latencies kind : found.values()) {
            kind.awaitEnd();
        }
        return found;
    }

    private static Map<Kind, Latencies> latencies() {
        Map<Kind, Latencies> empty = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            empty.put(kind, new Latencies());
        }
        return empty;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdownNow();
    }
}
