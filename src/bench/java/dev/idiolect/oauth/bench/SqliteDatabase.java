package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.session.OAuthSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A SQLite database with the settings of the store and one connection for each thread. */
final class SqliteDatabase extends Database {

    private final SQLiteDataSource source;
    private final Queue<Connection> open = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Connection> connection = ThreadLocal.withInitial(this::connect);

    SqliteDatabase(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(60_000);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
    }

    private Connection connect() {
        try {
            Connection connected = source.getConnection();
            open.add(connected);
            try (Statement statement = connected.createStatement()) {
                statement.execute("PRAGMA secure_delete=ON");
            }
            return connected;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    <T> T run(Work<T> work) throws SQLException {
        return work.run(connection.get());
    }

    @Override
    public OAuthSession read(String did) throws SQLException {
        try (PreparedStatement statement =
                connection.get().prepareStatement("SELECT body_json FROM sessions WHERE did = ?")) {
            statement.setString(1, did);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return OAuthSession.fromJson(row.getString(1));
            }
        }
    }

    @Override
    public void save(OAuthSession session) throws SQLException {
        save(connection.get(), session);
    }

    @Override
    void save(Connection on, OAuthSession session) throws SQLException {
        try (PreparedStatement statement = on.prepareStatement("INSERT INTO sessions (did, body_json) VALUES (?, ?)"
                + " ON CONFLICT(did) DO UPDATE SET body_json = excluded.body_json")) {
            statement.setString(1, session.did());
            statement.setString(2, session.toJson());
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection one : open) {
            one.close();
        }
    }
}
