package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreProblem;
import dev.idiolect.oauth.store.StoreReport;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One pass over all sessions of a store, which encrypts them with the current key. */
final class Resealing {

    /** Sessions that stay locked for longer are encrypted last, so that they do not delay the others. */
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(10);
    private static final String INTERRUPTED = "Interrupted. Run the command again to encrypt the other sessions.";

    /** The maximum number of plain sessions that are named. Before the first encryption, all sessions are plain. */
    static final int MAX_NAMES = 20;

    /** After this number of failures in a row, the database is probably not available. */
    private static final int MAX_DATABASE_FAILURES = 5;

    private final String keyId;
    private final boolean added;
    private final Supplier<CliStore> strictStore;
    private final Set<String> plain = new LinkedHashSet<>();
    private final List<String> failures = new ArrayList<>();
    private int sessions;
    private int encrypted;
    private int current;
    private int databaseFailures;

    /**
     * @param added whether this command has added the key
     * @param strictStore opens the same store so that plain sessions count as unreadable
     */
    Resealing(String keyId, boolean added, Supplier<CliStore> strictStore) {
        this.keyId = keyId;
        this.added = added;
        this.strictStore = strictStore;
    }

    /** @throws CommandException if the database is no longer available */
    void run(CliStore store, CliEnvironment environment, Console console) {
        if (!store.exists()) {
            return;
        }
        List<String> dids = new ArrayList<>();
        StoreReport report = store.report(session -> dids.add(session.did()));
        report.problems().stream()
                .filter(problem -> problem.kind() == StoreProblem.Kind.UNREADABLE)
                .forEach(problem -> failures.add(problem.message() + ". " + problem.remedy()));
        sessions = dids.size();
        List<String> busy = new ArrayList<>();
        // A lease in a database outlives this process, and would delay a refresh.
        try (CliStore strict = strictStore.get();
                ShutdownGuard guard = new ShutdownGuard(console, INTERRUPTED, INTERRUPTED, SHUTDOWN_WAIT)) {
            int done = 0;
            for (String did : dids) {
                progress(++done, environment, console);
                if (!guard.runUninterruptibly(() -> reseal(store, strict, did, SHORT_TIMEOUT, e -> {}, console))) {
                    busy.add(did);
                }
            }
            done -= busy.size();
            for (String did : busy) {
                progress(++done, environment, console);
                guard.runUninterruptibly(() -> reseal(store, strict, did, LOCK_TIMEOUT, this::fail, console));
            }
        } finally {
            console.endProgress();
        }
    }

    private void progress(int number, CliEnvironment environment, Console console) {
        if (environment.terminal().showsProgress()) {
            console.progress("Encrypting session " + number + " of " + sessions + " with the key " + keyId);
        }
    }

    private void fail(StoreException e) {
        failures.add(String.valueOf(e.getMessage()));
    }

    /**
     * Encrypts a session.
     *
     * @param busy called after a transient failure, usually because another process is refreshing the session
     * @return false after a transient failure
     */
    private boolean reseal(
            CliStore store,
            CliStore strict,
            String did,
            Duration timeout,
            Consumer<StoreException> busy,
            Console console) {
        try {
            if (resealNamingPlain(store, strict, did, timeout, console)) {
                encrypted++;
            } else {
                current++;
            }
            databaseFailures = 0;
            return true;
        } catch (StoreException e) {
            if (!e.isTransient()) {
                fail(e);
                return true;
            }
            requireDatabase(e);
            busy.accept(e);
            return false;
        }
    }

    // The strict store refuses a plain session in the same read that would encrypt it. So each plain session is named.
    private boolean resealNamingPlain(CliStore store, CliStore strict, String did, Duration timeout, Console console) {
        try {
            return strict.reseal(did, timeout);
        } catch (StoreException e) {
            if (!e.isPlainText()) {
                throw e;
            }
        }
        // Printed at once, because the command can be interrupted.
        if (plain.add(did) && plain.size() <= MAX_NAMES) {
            console.info("Not encrypted before: " + did);
        }
        return store.reseal(did, timeout);
    }

    private void requireDatabase(StoreException e) {
        databaseFailures = e.getCause() instanceof SQLException ? databaseFailures + 1 : 0;
        if (databaseFailures == MAX_DATABASE_FAILURES) {
            throw new CommandException(
                    ExitCode.STORE, e.getMessage() + ". " + result() + " Run the command again for the others", e);
        }
    }

    String keyId() {
        return keyId;
    }

    boolean added() {
        return added;
    }

    int sessions() {
        return sessions;
    }

    int encrypted() {
        return encrypted;
    }

    /** Returns what the pass has done until now, in a sentence. */
    String result() {
        return "Encrypted " + (encrypted == 1 ? "1 session" : encrypted + " sessions") + " with the key " + keyId
                + (current == 0 ? "." : "; " + current + " already used it.");
    }

    /** Returns the accounts whose sessions were not encrypted before. */
    List<String> plain() {
        return List.copyOf(plain);
    }

    List<String> failures() {
        return failures;
    }
}
