package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreReport;
import dev.idiolect.oauth.store.internal.persistent.RowCheck;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** Checks the sessions of a database without changing it. */
final class JdbcCheck {

    private final JdbcDatabase database;
    private final JdbcSessions sessions;
    private final StoredTexts texts;
    private final String pendingLogins;

    JdbcCheck(JdbcDatabase database, JdbcSchema schema, JdbcSessions sessions, StoredTexts texts) {
        this.database = database;
        this.sessions = sessions;
        this.texts = texts;
        pendingLogins = "SELECT count(*) FROM " + schema.pendingLogins() + " WHERE expires_at > ?";
    }

    /** @param receiver receives each readable session, sorted by DID */
    StoreReport report(Consumer<OAuthSession> receiver) {
        RowCheck rows = new RowCheck(texts, null, receiver);
        int pending = database.work("check the sessions in ", connection -> {
            sessions.forEach(connection, (did, body) -> rows.check(did, body, JdbcSessions.row(database.name(), did)));
            return pendingLogins(connection);
        });
        return rows.report(pending, List.of());
    }

    private int pendingLogins(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        JdbcDatabase.prepare(connection, pendingLogins, JdbcDatabase.time(connection));
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
