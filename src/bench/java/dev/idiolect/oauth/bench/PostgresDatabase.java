package dev.idiolect.oauth.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.idiolect.oauth.session.OAuthSession;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.ZoneOffset;

/** A PostgreSQL database with a connection pool like that of the store. */
final class PostgresDatabase extends Database {

    private static final int CONNECTIONS = 16;

    private static final String COLUMNS =
            "version, body_json, pds_url, handle, token_type, issued_at, expires_at, refresh_expires_at, issuer,"
                    + " client_key_id, idle_since";

    private static final String SAVE = "WITH ended AS (DELETE FROM oauth_refreshes WHERE did = ?) INSERT INTO"
            + " oauth_sessions (did, " + COLUMNS + ") VALUES (?, gen_random_uuid(), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (did) DO UPDATE SET (" + COLUMNS + ") = (excluded."
            + COLUMNS.replace(", ", ", excluded.") + ")";

    private final HikariDataSource pool;

    PostgresDatabase(String url) {
        pool = pool(url);
    }

    static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(config);
    }

    /** Completes the writes of earlier changes, so that they do not slow the next measurement. */
    static void checkpoint(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    @Override
    <T> T run(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return work.run(connection);
        }
    }

    @Override
    public OAuthSession read(String did) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT version, body_json FROM oauth_sessions WHERE did = ?")) {
            statement.setString(1, did);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return OAuthSession.fromJson(row.getString(2));
            }
        }
    }

    @Override
    public void save(OAuthSession session) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            save(connection, session);
        }
    }

    @Override
    void save(Connection connection, OAuthSession session) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
            statement.setString(1, session.did());
            statement.setString(2, session.did());
            statement.setString(3, session.toJson());
            statement.setString(4, session.pdsUrl());
            statement.setString(5, session.handle());
            statement.setString(6, session.tokenType());
            statement.setObject(7, session.issuedAt().atOffset(ZoneOffset.UTC));
            statement.setObject(8, session.expiresAt().atOffset(ZoneOffset.UTC));
            statement.setNull(9, Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setString(10, session.issuer());
            statement.setString(11, session.clientKeyId());
            statement.setObject(12, session.issuedAt().atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
