package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.internal.SessionChanges;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.ReadablePages;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.lang.System.Logger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads and changes the table of sessions. Thread-safe. */
final class SqliteSessions {

    private static final Logger LOG = System.getLogger(SqliteOAuthTokenStore.class.getName());

    private final SqliteDatabase database;
    private final StoredTexts texts;

    SqliteSessions(SqliteDatabase database, StoredTexts texts) {
        this.database = database;
        this.texts = texts;
    }

    void save(OAuthSession session) {
        String body = texts.write(session);
        change(session.did(), "save the session of " + session.did() + " in ", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO sessions (did, body_json)"
                    + " VALUES (?, ?) ON CONFLICT(did) DO UPDATE SET body_json = excluded.body_json")) {
                statement.setString(1, session.did());
                statement.setString(2, body);
                return statement.executeUpdate();
            }
        });
    }

    void delete(String did) {
        change(did, "delete the session of " + did + " from ", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM sessions WHERE did = ?")) {
                statement.setString(1, did);
                return statement.executeUpdate();
            }
        });
    }

    private void change(String did, String what, SqlWork<Integer> change) {
        try {
            database.work(true, what, change);
        } finally {
            SessionChanges.changed(did);
        }
    }

    Optional<OAuthSession> load(String did) {
        return text(did).map(text -> texts.read(text, did, row(did)));
    }

    /** Returns the stored text of a session, which may be encrypted. */
    Optional<String> text(String did) {
        List<String> bodies = database.work(false, "read the session of " + did + " from ", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT body_json FROM sessions WHERE did = ?")) {
                statement.setString(1, did);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? List.of(Objects.requireNonNullElse(row.getString(1), "")) : List.of();
                }
            }
        });
        return bodies.stream().findFirst();
    }

    /** Returns the sorted DIDs of the readable sessions. */
    List<String> dids() {
        List<String> dids = database.work(false, "list the accounts in ", connection -> {
            List<String> readable = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement("SELECT did, body_json FROM sessions");
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String did = Objects.requireNonNullElse(row.getString(1), "");
                    String body = Objects.requireNonNullElse(row.getString(2), "");
                    ReadablePages.ifReadable(() -> texts.read(body, did, row(did)), LOG)
                            .ifPresent(session -> readable.add(did));
                }
            }
            return readable;
        });
        Collections.sort(dids);
        return Collections.unmodifiableList(dids);
    }

    /** Returns a page of the readable sessions after a DID. */
    List<SessionSummary> page(String after, int limit) {
        return ReadablePages.page(
                after,
                start -> database.work(
                        false, "list the sessions in ", connection -> SqlitePages.rows(connection, start, limit)),
                SqlitePages.Row::did,
                this::summary);
    }

    private Optional<SessionSummary> summary(SqlitePages.Row row) {
        return ReadablePages.ifReadable(
                        () -> texts.summary(row.text(), row.did(), row(row.did()))
                                .or(() -> load(row.did()).map(SessionSummary::of)),
                        LOG)
                .flatMap(summary -> summary);
    }

    /** Returns the name of a row for messages. */
    String row(String did) {
        return database.path() + ", row " + IoErrors.printable(did) + " of table sessions";
    }
}
