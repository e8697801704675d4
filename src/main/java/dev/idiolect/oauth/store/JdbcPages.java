package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists the sessions of a database from the columns that contain no secrets. */
final class JdbcPages {

    /** The columns that {@link #summary} reads. */
    static final String COLUMNS = "did, pds_url, handle, issuer, token_type, issued_at, expires_at, refresh_expires_at";

    private final String page;

    JdbcPages(JdbcSchema schema) {
        // The collation of the column sorts like Java.
        page = "SELECT " + COLUMNS + " FROM " + schema.sessions() + " WHERE did > ? ORDER BY did LIMIT ?";
    }

    /** Returns a page of rows. Their keys are not checked. */
    List<SessionSummary> page(Connection connection, String after, int limit) throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(connection, page, after, limit);
                ResultSet row = statement.executeQuery()) {
            List<SessionSummary> page = new ArrayList<>();
            while (row.next()) {
                page.add(summary(row));
            }
            return page;
        }
    }

    static SessionSummary summary(ResultSet row) throws SQLException {
        SessionSummary.Builder summary = new SessionSummary.Builder(Objects.requireNonNull(row.getString(1)));
        summary.pdsUrl = row.getString(2);
        summary.handle = row.getString(3);
        summary.issuer = row.getString(4);
        summary.bearer = OAuthSession.BEARER.equalsIgnoreCase(row.getString(5));
        summary.issuedAt = time(row, 6);
        summary.expiresAt = time(row, 7);
        summary.refreshExpiresAt = time(row, 8);
        return summary.build();
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
