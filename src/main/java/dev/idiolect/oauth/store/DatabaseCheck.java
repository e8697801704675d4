package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Looks at a database of sessions. */
final class DatabaseCheck {

    private final Path file;
    private final Clock clock;
    private final List<OAuthSession> sessions = new ArrayList<>();
    private final List<StoreProblem> problems = new ArrayList<>();

    DatabaseCheck(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    StoreReport report() {
        if (Files.notExists(file)) {
            return new StoreReport(List.of(), 0, List.of());
        }
        int pending;
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(file)) {
            Path real = file.toRealPath();
            for (String suffix : List.of("", "-wal", "-shm", "-lock")) {
                Path part = real.resolveSibling(real.getFileName() + suffix);
                if (Files.exists(part)) {
                    SharedAccess.check(part, problems);
                }
            }
            store.work(false, "Reading the sessions in ", this::sessions);
            pending = store.work(false, "Counting the logins in ", this::pendingLogins);
        } catch (IOException e) {
            throw new StoreException(file + " can't be read: " + Reasons.of(e), e);
        }
        return new StoreReport(sessions, pending, problems);
    }

    private int sessions(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT did, body_json FROM sessions ORDER BY did");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String did = Objects.requireNonNullElse(row.getString(1), "");
                String body = Objects.requireNonNullElse(row.getString(2), "");
                session(did, body);
            }
        }
        return sessions.size();
    }

    private void session(String did, String body) {
        try {
            sessions.add(StoredSession.parse(body, did, file + ", row " + did + " of table sessions,"));
        } catch (StoreException e) {
            problems.add(new StoreProblem(
                    Kind.UNREADABLE, file, e.getMessage(), "Sign its account in again, which replaces it"));
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
