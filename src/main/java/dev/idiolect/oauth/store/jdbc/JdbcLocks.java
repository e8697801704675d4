package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.Backoff;
import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.SameTokens;
import dev.idiolect.oauth.store.internal.ThreadLocks;
import dev.idiolect.oauth.store.internal.persistent.ClosedStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The refresh locks of a database: a lease for each account, and a permit for sending its refresh token. The threads of
 * this host queue for each account, so that only one of them polls the database. Thread-safe.
 */
final class JdbcLocks {

    /** If a permit is older, the outcome of its refresh counts as unknown: its holder has probably crashed. */
    static final Duration USUAL_RESPONSE = Duration.ofSeconds(15);

    private static final Logger LOG = System.getLogger(JdbcLocks.class.getName());

    private final class Held implements SessionLock {

        private final String did;
        private final UUID owner;
        private final Runnable unlock;
        private final JdbcLease.Taken taken;
        private final AtomicBoolean open = new AtomicBoolean(true);
        private final AtomicBoolean asked = new AtomicBoolean();
        private volatile boolean followsUnknownOutcome;
        private volatile boolean unused;

        Held(String did, UUID owner, Runnable unlock, JdbcLease.Taken taken) {
            this.did = did;
            this.owner = owner;
            this.unlock = unlock;
            this.taken = taken;
        }

        @Override
        public boolean remainsValidFor(Duration time) {
            return threads.remainFor(time);
        }

        @Override
        public boolean permit(OAuthSession session) {
            // If the result of a withdrawal was lost, it can still take effect, and would then withdraw a second
            // permit.
            if (!asked.compareAndSet(false, true)) {
                return false;
            }
            try {
                return tryPermit(session);
            } catch (RuntimeException e) {
                // The token is not sent, but the permit may have been granted.
                unused = true;
                throw e;
            }
        }

        private boolean tryPermit(OAuthSession session) {
            return database.work("permit a refresh of " + did + " in ", connection -> {
                Optional<JdbcSessions.Row> row = sessions.load(connection, did);
                if (row.isEmpty()
                        || !SameTokens.have(
                                session,
                                sessions.parse(database.name(), did, row.get().body()))) {
                    return false;
                }
                UUID version = row.get().version();
                followsUnknownOutcome = version.equals(taken.spentVersion());
                return lease.permit(connection, did, owner, version);
            });
        }

        @Override
        public void withdraw() {
            unused = true;
            database.work("withdraw the permit of " + did + " in ", c -> lease.withdraw(c, did, owner, taken));
            unused = false;
        }

        @Override
        public boolean followsUnknownOutcome() {
            return followsUnknownOutcome;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                try {
                    if (unused) {
                        // An earlier attempt failed, so the permit may still be outstanding.
                        withdraw();
                    }
                    release(did, owner);
                } finally {
                    unlock.run();
                }
            }
        }
    }

    private final JdbcDatabase database;
    private final JdbcSessions sessions;
    private final JdbcLease lease;
    private final ThreadLocks threads = new ThreadLocks(StoreException::transientFailure);

    JdbcLocks(JdbcDatabase database, JdbcSessions sessions, JdbcLease lease) {
        this.database = database;
        this.sessions = sessions;
        this.lease = lease;
    }

    SessionLock lock(String did, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        Runnable unlock = threads.lock(did, deadline);
        UUID owner = UUID.randomUUID();
        try {
            return new Held(did, owner, unlock, lease(did, owner, deadline));
        } catch (RuntimeException | Error e) {
            unlock.run();
            throw e;
        }
    }

    private JdbcLease.Taken lease(String did, UUID owner, Deadline deadline) {
        Backoff backoff = Backoff.between(Duration.ofMillis(50), Duration.ofSeconds(1));
        return threads.poll(did, deadline, backoff, () -> {
            if (threads.closing() != null) {
                throw ClosedStore.exception("in " + database.name());
            }
            return database.work(
                    "lease the session of " + did + " in ", connection -> tryLease(connection, did, owner));
        });
    }

    private Optional<JdbcLease.Taken> tryLease(Connection connection, String did, UUID owner) throws SQLException {
        Optional<JdbcLease.Taken> taken = lease.lease(connection, did, owner);
        if (taken.isEmpty()) {
            Optional<JdbcLease.Unsettled> out = lease.unsettled(connection, did);
            if (out.isPresent() && (out.get().released() || out.get().age().compareTo(USUAL_RESPONSE) > 0)) {
                throw unknownOutcome(did, out.get().age());
            }
        }
        return taken;
    }

    private static StoreException unknownOutcome(String did, Duration out) {
        return StoreException.transientFailure(
                "The outcome of a refresh of " + did + " is unknown: " + out.toSeconds()
                        + " s ago, a host was permitted to"
                        + " send the refresh token, but it has saved no new tokens. The token can be tried again "
                        + JdbcLease.PERMIT.toMinutes() + " minutes after the permit",
                null);
    }

    // Interrupts do not matter to JDBC drivers, so this also works for an interrupted thread.
    private void release(String did, UUID owner) {
        database.work("release the lease of " + did + " in ", connection -> lease.release(connection, did, owner));
    }

    /** Rejects waiting threads, and waits until the locks are released. */
    void drain(Duration patience) {
        if (!threads.close(patience)) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0216: Closing the store in {0}, although locks are still held",
                    database.name());
        }
    }
}
