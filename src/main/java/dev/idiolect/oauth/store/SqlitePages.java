package dev.idiolect.oauth.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lists the sessions of an SQLite database. SQLite removes the secrets of a plain session, and cuts an encrypted one
 * after its header, so that a page contains no secrets and stays small.
 */
final class SqlitePages {

    private static final String SELECT = "SELECT did, CASE WHEN json_valid(body_json) THEN json_replace(body_json,"
            + " '$.accessJwt', '', '$.refreshJwt', '', '$.dpopPrivateKeyJwk', '', '$.dpopNonce', '', '$.scope', '')"
            + " ELSE substr(body_json, 1, instr(body_json, '.')) END"
            + " FROM sessions WHERE did > ? ORDER BY did LIMIT ?";

    private SqlitePages() {}

    /** A row of the table. {@code text} is a session without secrets, or the header of an encrypted one. */
    record Row(String did, String text) {}

    static List<Row> rows(Connection connection, String after, int limit) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setString(1, after);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(text(row, 1), text(row, 2)));
                }
            }
        }
        return rows;
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }
}
