package dev.idiolect.oauth.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Stores pending logins as rows, with times in milliseconds since 1970. */
final class SqlitePendingLogins implements PendingLogins {

    static final String CREATE = "CREATE TABLE IF NOT EXISTS pending_logins"
            + " (state_hash TEXT PRIMARY KEY NOT NULL, expires_at INTEGER NOT NULL, body_json TEXT NOT NULL)";

    /** Runs work on the store's database. {@code what} completes the message "Cannot ... FILE". */
    interface Database {
        <T> T work(boolean write, String what, SqliteConnections.Work<T> work);
    }

    private final Database database;
    private final Clock clock;
    private final int limit;

    SqlitePendingLogins(Database database, Clock clock, int limit) {
        this.database = database;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public void save(String state, String body, Instant expiresAt) {
        PendingEntry.requireState(state);
        PendingEntry.requireBody(body);
        int rows = database.work(true, "save a pending login in ", connection -> {
            try (PreparedStatement clean =
                    connection.prepareStatement("DELETE FROM pending_logins WHERE expires_at <= ?")) {
                clean.setLong(1, clock.millis());
                clean.executeUpdate();
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT OR REPLACE INTO pending_logins"
                    + " SELECT ?, ?, ? WHERE (SELECT count(*) FROM pending_logins) < ?")) {
                insert.setString(1, PendingEntry.key(state));
                insert.setLong(2, expiresAt.toEpochMilli());
                insert.setString(3, body);
                insert.setInt(4, limit);
                return insert.executeUpdate();
            }
        });
        if (rows == 0) {
            throw PendingEntry.full(limit);
        }
    }

    @Override
    public Optional<String> consume(String state) {
        if (!PendingEntry.isState(state)) {
            return Optional.empty();
        }
        // One statement deletes and returns the row, so that only one caller gets it.
        PendingEntry entry = database.work(true, "consume a pending login in ", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "DELETE FROM pending_logins WHERE state_hash = ? RETURNING expires_at, body_json")) {
                statement.setString(1, PendingEntry.key(state));
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? new PendingEntry(
                                    Instant.ofEpochMilli(row.getLong(1)),
                                    Objects.requireNonNullElse(row.getString(2), ""))
                            : new PendingEntry(Instant.MIN, "");
                }
            }
        });
        return entry.isExpired(clock.instant()) ? Optional.empty() : Optional.of(entry.body());
    }
}
