package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreProblem;
import dev.idiolect.oauth.store.StoreReport;
import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.PermissionCheck;
import dev.idiolect.oauth.store.internal.persistent.ProcessLocks;
import dev.idiolect.oauth.store.internal.persistent.RowCheck;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Checks a session database without changing it, because it may belong to another program. */
final class DatabaseCheck {

    private final Path file;
    private final Clock clock;
    private final RowCheck rows;

    /** @param sessions receives each readable session, sorted by DID */
    DatabaseCheck(Path file, StoredTexts texts, Clock clock, Consumer<OAuthSession> sessions) {
        this.file = file;
        this.clock = clock;
        rows = new RowCheck(texts, file, sessions);
    }

    /** Fails if the file is not a database, or belongs to another program. */
    static void requireSessionTable(Path file) {
        SqliteLibrary.require();
        try {
            withConnection(realFile(file), DatabaseCheck::hasSessionTable);
        } catch (IOException e) {
            throw cannotRead(file, e);
        } catch (SQLException e) {
            throw cannotRead(file, e);
        }
    }

    StoreReport report() {
        if (Files.notExists(file)) {
            return rows.report(0, List.of());
        }
        SqliteLibrary.require();
        try {
            Path real = realFile(file);
            int pending = withConnection(real, this::read);
            List<StoreProblem> problems = new ArrayList<>();
            for (String suffix : List.of("", "-wal", "-shm", "-lock")) {
                Path part = real.resolveSibling(real.getFileName() + suffix);
                if (Files.exists(part)) {
                    PermissionCheck.check(part, problems);
                }
            }
            return rows.report(pending, problems);
        } catch (IOException e) {
            throw cannotRead(file, e);
        } catch (SQLException e) {
            throw cannotRead(file, e);
        }
    }

    private static StoreException cannotRead(Path file, IOException e) {
        return IoErrors.exception("Cannot read " + file, e);
    }

    private static StoreException cannotRead(Path file, SQLException e) {
        return SqliteErrors.exception("Cannot read " + file + " as a session store", e);
    }

    private static Path realFile(Path file) throws IOException {
        Path real = file.toRealPath();
        if (!Files.isRegularFile(real)) {
            throw new IOException("not a regular file");
        }
        SqliteFile.requireRegularFiles(real);
        return real;
    }

    private static <T> T withConnection(Path real, SqlWork<T> work) throws IOException, SQLException {
        Path lockFile = SqliteFile.lockFile(real);
        // Without a lock file no store has ever opened the database, so no other copy of SQLite has it open.
        ProcessLocks locks = Files.exists(lockFile) ? new ProcessLocks(lockFile, Duration.ZERO) : null;
        try {
            if (locks != null) {
                SqliteLibrary.requireOneCopy(locks, Deadline.after(SqliteOAuthTokenStore.BUSY_TIMEOUT));
            }
            try (Connection connection = SqliteConnector.reading(
                    real, SqliteFile.readingParameters(real), SqliteOAuthTokenStore.BUSY_TIMEOUT)) {
                SqliteNativeLibrary.remove();
                return work.run(connection);
            }
        } finally {
            if (locks != null) {
                locks.abandon();
            }
        }
    }

    private int read(Connection connection) throws SQLException {
        if (hasSessionTable(connection)) {
            sessions(connection);
        }
        return tables(connection).contains("pending_logins") ? pendingLogins(connection) : 0;
    }

    private static boolean hasSessionTable(Connection connection) throws SQLException {
        Set<String> tables = tables(connection);
        if (tables.contains("sessions")) {
            try (Statement statement = connection.createStatement()) {
                SqliteSchema.requireColumns(statement);
            }
            return true;
        }
        if (!tables.isEmpty()) {
            throw new SQLException("it has tables, but no table sessions; choose another file");
        }
        return false;
    }

    private static Set<String> tables(Connection connection) throws SQLException {
        Set<String> tables = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    private void sessions(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT did, body_json FROM sessions ORDER BY did");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String did = Objects.requireNonNullElse(row.getString(1), "");
                String body = Objects.requireNonNullElse(row.getString(2), "");
                rows.check(did, body, file + ", row " + IoErrors.printable(did) + " of table sessions");
            }
        }
    }

    private int pendingLogins(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT count(*) FROM pending_logins WHERE expires_at > ?")) {
            statement.setLong(1, clock.millis());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }
}
