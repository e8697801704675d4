package dev.idiolect.oauth.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Logs changes of sessions that the synchronous standby has not confirmed. They are kept: the primary has the only copy of
 * new tokens. Logs one warning a minute, because each change causes one while the standby is away. Thread-safe.
 */
final class UnconfirmedChanges {

    private static final Logger LOG = System.getLogger(JdbcOAuthTokenStore.class.getName());

    static final Duration PAUSE = Duration.ofMinutes(1);

    private final String database;
    private final LongSupplier nanoTime;
    private long loggedAt;
    private int omitted;

    UnconfirmedChanges(String database, LongSupplier nanoTime) {
        this.database = database;
        this.nanoTime = nanoTime;
        loggedAt = nanoTime.getAsLong() - PAUSE.toNanos();
    }

    /**
     * Logs the change of an account's session unless the standby has confirmed it. The statement has succeeded, so neither a
     * broken connection nor a log handler may make the change fail.
     */
    void check(Connection connection, Statement statement, String did) {
        if (!isConfirmed(connection, statement)) {
            logSafely(did);
        }
    }

    private void logSafely(String did) {
        try {
            log(did);
        } catch (RuntimeException e) {
            // The handler cannot log its own failure either.
        }
    }

    private static boolean isConfirmed(Connection connection, Statement statement) {
        try {
            return Standby.hasConfirmed(connection, statement);
        } catch (SQLException e) {
            return false;
        }
    }

    void log(String did) {
        int before = countOmitted();
        LOG.log(
                before < 0 ? Level.DEBUG : Level.WARNING,
                "IDOA-0222: {0} has stored the last change of the session of {1}, but the synchronous standby has not"
                        + " confirmed it: a failover now would lose it. " + Standby.REMEDY + "{2}",
                database,
                did,
                before > 0 ? " (not shown: " + before + " more like this)" : "");
    }

    /** Returns the number of omitted warnings before this one; negative if this one is omitted too. */
    private synchronized int countOmitted() {
        long now = nanoTime.getAsLong();
        if (now - loggedAt < PAUSE.toNanos()) {
            omitted++;
            return -1;
        }
        int before = omitted;
        omitted = 0;
        loggedAt = now;
        return before;
    }
}
