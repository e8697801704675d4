package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.store.SessionSummary;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Claims idle sessions for one of several hosts. Each statement is a transaction of its own. A claim sets
 * {@code idle_since} to a later time, so that the session does not count as idle until then. Claims only divide the work:
 * the lease and the permit ensure that only one host refreshes a session.
 */
final class JdbcClaims {

    /** The time for which no host can claim the session again. */
    static final Duration CLAIM = Duration.ofMinutes(15);

    private final String claim;
    private final String postpone;

    JdbcClaims(JdbcSchema schema) {
        String table = schema.sessions();
        String now = "statement_timestamp()";
        String time = "CAST(? AS BIGINT) * interval '1 millisecond'";
        // Materialized, so that the statement locks each row once, and no more rows than the limit.
        claim = "WITH idle AS MATERIALIZED (SELECT did FROM " + table + " WHERE idle_since <= " + now + " - " + time
                + " AND coalesce(issuer, pds_url) <> ALL (?) ORDER BY idle_since LIMIT ? FOR UPDATE SKIP LOCKED)"
                + " UPDATE " + table + " s SET idle_since = CASE WHEN s.refresh_expires_at <= " + now
                + " THEN 'infinity' ELSE greatest(s.issued_at, " + now + " + " + time + ") END"
                + " FROM idle WHERE s.did = idle.did RETURNING s." + JdbcPages.COLUMNS.replace(", ", ", s.");
        // Skips sessions that were refreshed in the meantime. All hosts lock rows in the same order, which avoids
        // deadlocks.
        postpone =
                "WITH idle AS MATERIALIZED (SELECT did FROM " + table + " WHERE did = ANY (?) AND issued_at <= " + now
                        + " - " + time + " ORDER BY did FOR UPDATE) UPDATE " + table + " s SET idle_since = " + now
                        + " + " + time
                        + " FROM idle WHERE s.did = idle.did";
    }

    /** Claims the sessions that have been idle longest, and returns them by the time of their last refresh. */
    List<SessionSummary> claim(Connection connection, Duration idleFor, Collection<String> exceptServers, int limit)
            throws SQLException {
        List<SessionSummary> claimed = new ArrayList<>();
        boolean more = true;
        // Rows without a valid DID are skipped. If a claim has only such rows, others may follow.
        while (more && claimed.isEmpty()) {
            more = claim(connection, idleFor, exceptServers, limit, claimed);
        }
        claimed.sort(Comparator.comparing(SessionSummary::issuedAt));
        return claimed;
    }

    /** Returns whether rows were claimed. */
    private boolean claim(
            Connection connection,
            Duration idleFor,
            Collection<String> exceptServers,
            int limit,
            List<SessionSummary> claimed)
            throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(
                        connection,
                        claim,
                        idleFor.toMillis(),
                        texts(connection, exceptServers),
                        limit,
                        CLAIM.minus(idleFor).toMillis());
                ResultSet row = statement.executeQuery()) {
            boolean found = false;
            while (row.next()) {
                found = true;
                JdbcPages.row(row).summary().ifPresent(claimed::add);
            }
            return found;
        }
    }

    /** Makes sessions count as idle again after a delay. Returns the number of changed rows. */
    int postpone(Connection connection, Collection<String> dids, Duration idleFor, Duration delay) throws SQLException {
        return JdbcDatabase.update(
                connection,
                postpone,
                texts(connection, dids),
                idleFor.toMillis(),
                delay.minus(idleFor).toMillis());
    }

    private static Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
