package dev.idiolect.oauth.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SqliteRoomTest {

    @TempDir
    Path directory;

    @Test
    @Timeout(30)
    void logInUseIsLeftWithoutALongWaitForItsReader() throws Exception {
        SqliteConnector connector = new SqliteConnector(directory.resolve("sessions.db"), Duration.ofMinutes(1));
        try (Connection reader = connector.connect();
                Connection writer = connector.connect()) {
            execute(writer, "PRAGMA journal_mode=WAL");
            execute(writer, "CREATE TABLE numbers (n INTEGER)");
            execute(reader, "BEGIN");
            assertThat(number(reader, "SELECT count(*) FROM numbers")).isZero();
            execute(writer, "INSERT INTO numbers VALUES (1)");
            assertThat(SqliteRoom.restartLog(writer)).isFalse();
            execute(reader, "COMMIT");
            assertThat(SqliteRoom.restartLog(writer)).isTrue();
            assertThat(number(writer, "PRAGMA busy_timeout")).isEqualTo(60_000);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getInt(1) : -1;
        }
    }
}
