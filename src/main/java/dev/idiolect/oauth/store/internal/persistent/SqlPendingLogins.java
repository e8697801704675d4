package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.PendingEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Stores pending logins as rows, with times in milliseconds since 1970. The statements suit SQLite and PostgreSQL. */
public final class SqlPendingLogins implements PendingLogins {

    /** The store's database. */
    public interface Database {
        /** Runs work. {@code what} completes the message "Cannot ... DATABASE". */
        <T> T work(boolean write, String what, SqlWork<T> work);

        /** Prepares a statement whose wait for locks is limited. */
        PreparedStatement statement(Connection connection, String sql) throws SQLException;
    }

    private final Database database;
    private final StoredTexts texts;
    private final Clock clock;
    private final SqlWork<Long> databaseTime;
    private final int limit;
    private final String clean;
    private final String save;
    private final String consume;
    private final String count;

    /**
     * @param clock the clock of this host, by which {@link #save} gets the time of expiry
     * @param databaseTime returns the time in milliseconds that all hosts of the database share
     */
    public SqlPendingLogins(
            Database database, String table, StoredTexts texts, Clock clock, SqlWork<Long> databaseTime, int limit) {
        this.database = database;
        this.texts = texts;
        this.clock = clock;
        this.databaseTime = databaseTime;
        this.limit = limit;
        clean = "DELETE FROM " + table + " WHERE expires_at <= ?";
        save = "INSERT INTO " + table + " (state_hash, expires_at, body_json) SELECT ?, CAST(? AS BIGINT), ? WHERE"
                + " (SELECT count(*) FROM " + table + ") < ? ON CONFLICT (state_hash) DO UPDATE SET"
                + " expires_at = excluded.expires_at, body_json = excluded.body_json";
        // One statement deletes and returns the row, so that only one caller gets it.
        consume = "DELETE FROM " + table + " WHERE state_hash = ? RETURNING expires_at, body_json";
        count = "SELECT count(*) FROM " + table + " WHERE expires_at > ?";
    }

    @Override
    public void save(String state, String body, Instant expiresAt) {
        PendingEntry.require(state, body, StoreException::permanentFailure);
        String key = PendingEntry.key(state);
        String stored = texts.writeLogin(key, body);
        long lifetime = expiresAt.toEpochMilli() - clock.millis();
        int rows = database.work(true, "save a pending login in ", connection -> {
            long now = databaseTime.run(connection);
            try (PreparedStatement statement = database.statement(connection, clean)) {
                statement.setLong(1, now);
                statement.executeUpdate();
            }
            try (PreparedStatement statement = database.statement(connection, save)) {
                statement.setString(1, key);
                statement.setLong(2, now + lifetime);
                statement.setString(3, stored);
                statement.setInt(4, limit);
                return statement.executeUpdate();
            }
        });
        if (rows == 0) {
            throw StoreException.transientFailure(PendingEntry.full(limit), null);
        }
    }

    @Override
    public Optional<String> consume(String state) {
        if (!PendingEntry.isState(state)) {
            return Optional.empty();
        }
        String key = PendingEntry.key(state);
        Optional<String> stored = database.work(true, "consume a pending login in ", connection -> {
            long now = databaseTime.run(connection);
            try (PreparedStatement statement = database.statement(connection, consume)) {
                statement.setString(1, key);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() && row.getLong(1) > now
                            ? Optional.of(Objects.requireNonNullElse(row.getString(2), ""))
                            : Optional.empty();
                }
            }
        });
        return stored.map(text -> texts.readLogin(key, text));
    }

    @Override
    public OptionalInt count() {
        return database.work(false, "count the pending logins in ", connection -> {
            long now = databaseTime.run(connection);
            try (PreparedStatement statement = database.statement(connection, count)) {
                statement.setLong(1, now);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
                }
            }
        });
    }
}
