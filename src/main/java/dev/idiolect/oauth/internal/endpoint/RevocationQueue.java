package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.LogLimit;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Revokes tokens in the background. A transient failure is retried, with longer and longer waits. A final failure is
 * logged as a warning and reported to a callback. If the queue is full, a new revocation replaces those that have
 * failed most often, or that wait for a server with many. Revocations are kept in memory only. Thread-safe.
 */
public final class RevocationQueue implements AutoCloseable {

    /** How long a logout waits for the first attempt. */
    public static final Duration SHORT_WAIT = Duration.ofSeconds(2);

    /** The waits between the attempts, about seven hours in all. */
    public static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(4));

    private static final Logger LOG = System.getLogger(RevocationQueue.class.getName());

    private static final int FIRST_THREADS = 64;
    private static final int MAX_ENTRIES = 1000;
    // The sessions of the Bluesky servers have about 2,000, so that 1,000 of them fit several times.
    private static final long MAX_CHARACTERS = 8L << 20;
    private static final int MAX_FAILED_LOGINS = 50;
    private static final int MAX_UNSAVED = 200;
    private static final int UNSAVED_THREADS = 16;

    /** The waits for tokens that were never stored, about ten minutes in all. */
    private static final List<Duration> WAITS_OF_UNSAVED = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(3),
            Duration.ofMinutes(5));

    private static final Duration LONGEST_WAIT = Duration.ofHours(4);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** Sends the requests of a revocation. */
    public interface Attempt {
        void run() throws RevocationException;
    }

    private final List<Duration> waits;
    private final RevocationEntries entries;
    private final RevocationThreads threads;
    private final LogLimit warnings = new LogLimit(Clock.systemUTC());
    private volatile boolean closed;

    /** Creates a queue for stored sessions. */
    public RevocationQueue(List<Duration> waits) {
        this(waits, new RevocationEntries(MAX_ENTRIES, MAX_CHARACTERS), FIRST_THREADS, new DaemonThreads());
    }

    private RevocationQueue(
            List<Duration> waits, RevocationEntries entries, int firstThreads, ThreadFactory threadFactory) {
        this.waits = waits;
        this.entries = entries;
        this.threads = new RevocationThreads(firstThreads, threadFactory);
    }

    /** Returns a queue that tries each revocation once. */
    public static RevocationQueue ofFailedLogins() {
        return new RevocationQueue(
                List.of(),
                new RevocationEntries(MAX_FAILED_LOGINS, MAX_CHARACTERS),
                RevocationThreads.RETRIES,
                new DaemonThreads());
    }

    /**
     * Returns a queue for refreshed tokens that were never stored. They are rare, so one revocation at a time is enough for
     * the servers of one owner.
     */
    public static RevocationQueue ofUnsavedTokens(ThreadFactory threadFactory) {
        return new RevocationQueue(
                WAITS_OF_UNSAVED,
                new RevocationEntries(MAX_UNSAVED, MAX_CHARACTERS, 1),
                UNSAVED_THREADS,
                threadFactory);
    }

    /**
     * Starts a revocation without waiting for it.
     *
     * @param description names the tokens in the log, such as "the session of DID"
     * @param owner the owner of the server, see {@link HostNames#owner}
     * @param characters the length of the texts that the attempt keeps
     * @param onFailure gets the reason when the last attempt has failed; must not throw
     */
    public void add(String description, String owner, long characters, Attempt attempt, Consumer<String> onFailure) {
        start(new QueuedRevocation(description, owner, characters, attempt, onFailure), this::execute);
    }

    /** Starts the revocation of a session without waiting for it. */
    public void add(String description, OAuthSession session, Attempt attempt, Consumer<String> onFailure) {
        add(description, ownerOf(session), characters(session), attempt, onFailure);
    }

    /** Like {@link #add(String, OAuthSession, Attempt, Consumer)}, but the first attempt comes after the first wait. */
    public void addLater(String description, OAuthSession session, Attempt attempt, Consumer<String> onFailure) {
        Duration wait = waits.stream().findFirst().orElse(Duration.ZERO);
        start(
                new QueuedRevocation(description, ownerOf(session), characters(session), attempt, onFailure),
                entry -> schedule(entry, wait));
    }

    /** Starts the revocation of a session, and returns whether it succeeded within {@link #SHORT_WAIT}. */
    public boolean tryNow(String description, OAuthSession session, Attempt attempt, Consumer<String> onFailure) {
        return tryNow(description, ownerOf(session), characters(session), attempt, onFailure);
    }

    private static String ownerOf(OAuthSession session) {
        return HostNames.ownerOf(Objects.requireNonNullElse(session.issuer(), session.pdsUrl()));
    }

    /** Returns the number of characters that a session keeps. Servers choose the length of all but about 1,000. */
    private static long characters(OAuthSession session) {
        String scope = session.scope();
        return 1_000L
                + session.accessJwt().length()
                + session.refreshJwt().length()
                + (scope == null ? 0 : scope.length());
    }

    /** Starts a revocation as {@code add} does, and returns whether it succeeded within {@link #SHORT_WAIT}. */
    public boolean tryNow(
            String description, String owner, long characters, Attempt attempt, Consumer<String> onFailure) {
        QueuedRevocation entry = new QueuedRevocation(description, owner, characters, attempt, onFailure);
        start(entry, this::execute);
        try {
            return entry.first.get(SHORT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void start(QueuedRevocation entry, Consumer<QueuedRevocation> firstAttempt) {
        List<QueuedRevocation> dropped = entries.add(entry);
        for (QueuedRevocation other : dropped) {
            other.failure = "too many others are waiting";
            giveUp(other);
        }
        if (!dropped.contains(entry)) {
            begin(entry, () -> firstAttempt.accept(entry));
        }
    }

    private void begin(QueuedRevocation entry) {
        begin(entry, () -> execute(entry));
    }

    private void begin(QueuedRevocation entry, Runnable start) {
        try {
            start.run();
        } catch (RuntimeException | Error noThread) {
            entry.failure = "no thread could be started: " + noThread;
            giveUp(entry);
            // It may have had the turn of others.
            entries.nextTurn(entry.owner).ifPresent(this::begin);
        }
    }

    private void execute(QueuedRevocation entry) {
        if (!threads.start(() -> attempt(entry))) {
            schedule(entry, Duration.ZERO);
        }
    }

    private void schedule(QueuedRevocation entry, Duration wait) {
        try {
            entry.setNext(threads.schedule(() -> attempt(entry), wait));
        } catch (RejectedExecutionException alreadyClosed) {
            attempt(entry);
        }
    }

    private void attempt(QueuedRevocation entry) {
        try {
            attemptInTurn(entry);
        } finally {
            entries.nextTurn(entry.owner).ifPresent(this::begin);
        }
    }

    private void attemptInTurn(QueuedRevocation entry) {
        synchronized (entry) {
            if (entry.over.get() || !entries.takeTurn(entry)) {
                return;
            }
            RevocationException failure = run(entry.attempt);
            entry.running = false;
            if (failure != null) {
                failed(entry, failure);
            } else if (entry.over.compareAndSet(false, true)) {
                end(entry, true);
            }
        }
    }

    private void failed(QueuedRevocation entry, RevocationException failure) {
        entry.failure = failure.getMessage();
        if (!failure.isTransient() || entry.failures.get() >= waits.size() || closed) {
            giveUp(entry);
            return;
        }
        Duration longer = Durations.max(
                waits.get(entry.failures.getAndIncrement()),
                failure.retryAfter().orElse(Duration.ZERO));
        Duration wait = Durations.min(longer, LONGEST_WAIT);
        LOG.log(
                Level.DEBUG,
                "Cannot revoke {0}: {1}; trying again in {2} s",
                entry.description,
                entry.failure,
                wait.toSeconds());
        entry.first.complete(false);
        schedule(entry, wait);
    }

    private static @Nullable RevocationException run(Attempt attempt) {
        try {
            attempt.run();
            return null;
        } catch (RevocationException e) {
            return e;
        } catch (RuntimeException | Error e) {
            return new RevocationException(String.valueOf(e.getMessage()), false, e);
        }
    }

    private void giveUp(QueuedRevocation entry) {
        if (entry.over.compareAndSet(false, true)) {
            // Before end(), because close() waits for it.
            warnings.log(
                    LOG,
                    Level.WARNING,
                    entry.description,
                    "IDOA-0411: Cannot revoke " + entry.description + ": " + entry.failure
                            + ". The library gave up; the tokens stay valid at the server until they expire");
            entry.cancelNext();
            entry.onFailure.accept(entry.failure);
            end(entry, false);
        }
    }

    private void end(QueuedRevocation entry, boolean revoked) {
        entries.remove(entry);
        entry.first.complete(revoked);
        entry.ended.complete(null);
    }

    /** Tries each waiting revocation once more, for five seconds in all, and gives up those that fail. */
    @Override
    public void close() {
        startClosing();
        finishClosing(closeDeadline());
    }

    /** Returns the end of {@link #CLOSE_LIMIT} from now, by {@link System#nanoTime()}. */
    public static long closeDeadline() {
        return System.nanoTime() + CLOSE_LIMIT.toNanos();
    }

    /** Starts the last attempt of each waiting revocation. */
    public void startClosing() {
        closed = true;
        for (QueuedRevocation entry : entries.all()) {
            if (!entry.running) {
                begin(entry, () -> schedule(entry, Duration.ZERO));
            }
        }
    }

    /** Waits for the last attempts until a deadline, and gives up the revocations that have not succeeded. */
    public void finishClosing(long deadline) {
        try {
            CompletableFuture.allOf(
                            entries.all().stream().map(entry -> entry.ended).toArray(CompletableFuture[]::new))
                    .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(Level.DEBUG, "Some revocations took too long: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        entries.all().forEach(entry -> {
            if (entry.failure.isEmpty()) {
                entry.failure = "no response in time";
            }
            giveUp(entry);
        });
        // Only now, because an interrupted attempt would report its interrupt as the reason.
        threads.stop();
    }
}
