package dev.idiolect.oauth.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Cancels reads of a session that take too long. {@link Statement#setQueryTimeout} does the same, but wakes a thread of the
 * driver for each statement, which takes a third of the time of such a read. Here, one thread looks at the running reads
 * once a second. It ends when there were none for some time. Thread-safe.
 */
final class ReadTimeouts {

    private static final Logger LOG = System.getLogger(ReadTimeouts.class.getName());

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int LOOKS_WITHOUT_READS = 30;

    private final Set<Read> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watched = new AtomicBoolean();
    private final Duration limit;
    private final Duration interval;
    private final LongSupplier nanoTime;

    ReadTimeouts(Duration limit) {
        this(limit, INTERVAL, System::nanoTime);
    }

    ReadTimeouts(Duration limit, Duration interval, LongSupplier nanoTime) {
        this.limit = limit;
        this.interval = interval;
        this.nanoTime = nanoTime;
    }

    /** Reads the result of a statement. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    private static final class Read {

        private final Statement statement;
        private final long start;
        private boolean cancelled; // only for the watching thread

        Read(Statement statement, long start) {
            this.statement = statement;
            this.start = start;
        }
    }

    /**
     * Runs a read.
     *
     * @throws SQLException if it fails, or is cancelled because it takes too long
     */
    <T> T run(Statement statement, Work<T> work) throws SQLException {
        Read read = new Read(statement, nanoTime.getAsLong());
        running.add(read);
        try {
            watch();
            return work.run();
        } finally {
            running.remove(read);
        }
    }

    private void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            boolean started = false;
            try {
                start(this::look, "idiolect-oauth-read-timeouts");
                started = true;
            } finally {
                watched.set(started);
            }
        }
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        // Otherwise a thread could keep the classes of another application.
        thread.setContextClassLoader(ReadTimeouts.class.getClassLoader());
        thread.start();
    }

    private void look() {
        int looksWithoutReads = 0;
        while (looksWithoutReads < LOOKS_WITHOUT_READS) {
            try {
                Thread.sleep(interval.toMillis());
            } catch (InterruptedException e) {
                break; // Only a container that ends the application interrupts it.
            }
            looksWithoutReads = running.isEmpty() ? looksWithoutReads + 1 : 0;
            long now = nanoTime.getAsLong();
            running.stream().filter(read -> now - read.start >= limit.toNanos()).forEach(ReadTimeouts::cancel);
        }
        watched.set(false);
        // A read may have started just before.
        if (!running.isEmpty()) {
            watch();
        }
    }

    // In a thread of its own, because it connects to the server. It has no effect on a statement that has ended.
    private static void cancel(Read read) {
        if (read.cancelled) {
            return;
        }
        read.cancelled = true;
        start(
                () -> {
                    try {
                        read.statement.cancel();
                    } catch (SQLException | RuntimeException e) {
                        LOG.log(Level.DEBUG, "Cannot cancel a slow read", e);
                    }
                },
                "idiolect-oauth-read-cancel");
    }
}
