package dev.idiolect.oauth.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the table of refreshes. All times come from the database, so the clocks of the hosts do not matter.
 *
 * <p>A lease keeps other hosts from preparing a refresh. A permit keeps them from sending the refresh token. It outlasts
 * the lease, because its holder can be paused or cut off between sending the token and saving the result.
 */
final class JdbcLease {

    /** The duration of a lease: for the lookups before a refresh, and for sending the token. */
    static final Duration LEASE = Duration.ofSeconds(45);

    /** The time after a permit until another host tries the refresh token once. */
    static final Duration PERMIT = Duration.ofMinutes(10);

    /**
     * The state of the row when the lease was acquired.
     *
     * @param spentVersion the session's version whose refresh token may have been consumed, or null
     */
    record Taken(@Nullable UUID spentVersion) {}

    /**
     * An outstanding permit: its refresh has saved no result.
     *
     * @param age the time since the permit was granted
     * @param released whether its owner has released the lease, because it got no response
     */
    record Unsettled(Duration age, boolean released) {}

    private final String lease;
    private final String unsettled;
    private final String permit;
    private final String withdraw;
    private final String forget;
    private final String release;

    JdbcLease(JdbcSchema schema) {
        String table = schema.refreshes();
        String now = "clock_timestamp()";
        String mine = " WHERE did = ? AND owner = ?";
        lease = "INSERT INTO " + table + " AS r (did, owner, lease_until) VALUES (?, ?, " + now + " + "
                + interval(LEASE) + ") ON CONFLICT (did) DO UPDATE SET owner = excluded.owner,"
                + " lease_until = excluded.lease_until, spend_at = NULL WHERE r.lease_until < " + now
                + " AND (r.spend_at IS NULL OR r.spend_at < " + now + " - " + interval(PERMIT)
                + ") RETURNING spend_version";
        unsettled = "SELECT extract(epoch FROM " + now + " - spend_at)::float8, lease_until < " + now + " FROM " + table
                + " WHERE did = ? AND spend_at IS NOT NULL";
        permit = "UPDATE " + table + " r SET spend_at = " + now + ", spend_version = ?, lease_until = " + now + " + "
                + interval(PERMIT) + mine + " AND lease_until > " + now + " AND spend_at IS NULL AND EXISTS (SELECT 1"
                + " FROM " + schema.sessions() + " s WHERE s.did = r.did AND s.version = ?) RETURNING "
                + Standby.HIDING;
        withdraw = "UPDATE " + table + " SET spend_at = NULL, spend_version = ?, lease_until = " + now + " + "
                + interval(LEASE) + mine;
        forget = "DELETE FROM " + table + mine + " AND spend_version IS NULL";
        release = "UPDATE " + table + " SET lease_until = '-infinity'" + mine;
    }

    private static String interval(Duration time) {
        return "interval '" + time.toMillis() + " milliseconds'";
    }

    /** Acquires the lease if it is free. Returns empty if another owner has it, or if a permit is outstanding. */
    Optional<Taken> lease(Connection connection, String did, UUID owner) throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(connection, lease, did, owner);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(new Taken(row.getObject(1, UUID.class))) : Optional.empty();
        }
    }

    /** Returns the outstanding permit, or empty if there is none. */
    Optional<Unsettled> unsettled(Connection connection, String did) throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(connection, unsettled, did);
                ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(new Unsettled(Duration.ofMillis((long) (row.getDouble(1) * 1000)), row.getBoolean(2)))
                    : Optional.empty();
        }
    }

    /**
     * Permits the owner to send the token of a session's version. Returns false if it no longer has the lease.
     *
     * @throws SQLException also if the synchronous standby has not confirmed the permit, or if that is unknown. After a
     *     failover, another host could otherwise send the same token, and the new tokens might not be saved either
     */
    boolean permit(Connection connection, String did, UUID owner, UUID version) throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(connection, permit, version, did, owner, version);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return false;
            }
            Standby.requireWarnings(row.getString(1));
            Standby.requireConfirmed(connection, statement);
            return true;
        }
    }

    /** Withdraws the permit, because the token was not consumed. Keeps the record of a possible earlier use. */
    int withdraw(Connection connection, String did, UUID owner, Taken taken) throws SQLException {
        return JdbcDatabase.update(connection, withdraw, taken.spentVersion(), did, owner);
    }

    /** Ends the lease. Keeps the row and its permit if the token of the stored version may have been consumed. */
    int release(Connection connection, String did, UUID owner) throws SQLException {
        int forgotten = JdbcDatabase.update(connection, forget, did, owner);
        return forgotten == 0 ? JdbcDatabase.update(connection, release, did, owner) : forgotten;
    }
}
