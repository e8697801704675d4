package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.internal.persistent.ReadablePages;
import dev.idiolect.oauth.store.internal.persistent.StoredSummary;
import java.lang.System.Logger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a page of sessions from the columns that contain no secrets. */
final class JdbcPages {

    /** The columns that {@link #row} reads. */
    static final String COLUMNS = "did, pds_url, handle, issuer, token_type, issued_at, expires_at, refresh_expires_at";

    private static final Logger LOG = System.getLogger(JdbcOAuthTokenStore.class.getName());

    /** A row of the table. The summary is empty if the DID is not valid. */
    record Row(String did, Optional<SessionSummary> summary) {}

    private final String page;

    JdbcPages(JdbcSchema schema) {
        // The collation of the column sorts like Java.
        page = "SELECT " + COLUMNS + " FROM " + schema.sessions() + " WHERE did > ? ORDER BY did LIMIT ?";
    }

    List<Row> rows(Connection connection, String after, int limit) throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(connection, page, after, limit);
                ResultSet row = statement.executeQuery()) {
            List<Row> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(row(row));
            }
            return rows;
        }
    }

    static Row row(ResultSet row) throws SQLException {
        String did = Objects.requireNonNull(row.getString(1));
        OAuthSession.Builder session = StoredSummary.withoutSecrets(did)
                .pdsUrl(Objects.requireNonNull(row.getString(2)))
                .handle(row.getString(3))
                .issuer(row.getString(4))
                .tokenType(row.getString(5))
                .issuedAt(Objects.requireNonNull(time(row, 6)))
                .expiresAt(Objects.requireNonNull(time(row, 7)))
                .refreshExpiresAt(time(row, 8));
        return new Row(did, ReadablePages.ifReadable(() -> SessionSummary.of(session.build()), LOG));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
