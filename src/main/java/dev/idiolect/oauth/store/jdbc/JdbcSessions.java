package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the table of sessions. Each write sets a new version of the row, and deletes the lease and the permit
 * of a running refresh in the same statement. If that refresh then saves its result, no row changes.
 */
final class JdbcSessions {

    /** A stored session and the version of its row. Not a record, because its body is a secret. */
    static final class Row {

        private final UUID version;

        // Transient, so that no serializer writes it.
        private final transient String body;

        Row(UUID version, String body) {
            this.version = version;
            this.body = body;
        }

        UUID version() {
            return version;
        }

        String body() {
            return body;
        }
    }

    private static final String COLUMNS =
            "version, body_json, pds_url, handle, token_type, issued_at, expires_at, refresh_expires_at, issuer,"
                    + " client_key_id, idle_since";

    private static final String VALUES = "gen_random_uuid(), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

    private static final int LISTED_AT_ONCE = 1000;

    private final StoredTexts texts;
    private final UnconfirmedChanges unconfirmed;
    private final ReadTimeouts timeouts = new ReadTimeouts(JdbcDatabase.STATEMENT_TIMEOUT);
    private final String load;
    private final String list;
    private final String save;
    private final String insert;
    private final String update;
    private final String reseal;
    private final String delete;
    private final String deleteVersion;

    JdbcSessions(JdbcSchema schema, StoredTexts texts, UnconfirmedChanges unconfirmed) {
        this.texts = texts;
        this.unconfirmed = unconfirmed;
        String sessions = schema.sessions();
        String refreshes = schema.refreshes();
        load = "SELECT version, body_json FROM " + sessions + " WHERE did = ?";
        list = "SELECT did, body_json FROM " + sessions + " WHERE did > ? ORDER BY did LIMIT " + LISTED_AT_ONCE;
        save = "WITH ended AS (DELETE FROM " + refreshes + " WHERE did = ?) INSERT INTO " + sessions + " (did, "
                + COLUMNS + ") VALUES (?, " + VALUES + ") ON CONFLICT (did) DO UPDATE SET (" + COLUMNS + ") = ("
                + excluded()
                + ")";
        insert = "WITH saved AS (INSERT INTO " + sessions + " (did, " + COLUMNS + ") VALUES (?, " + VALUES
                + ") ON CONFLICT (did) DO NOTHING RETURNING did)" + ended(refreshes);
        update = "WITH saved AS (UPDATE " + sessions + " SET (" + COLUMNS + ") = (" + VALUES
                + ") WHERE did = ? AND version = ? RETURNING did)" + ended(refreshes);
        // Neither a new version nor another idle_since: it is the same session, and a refresh of it may have a permit.
        reseal = "UPDATE " + sessions + " SET body_json = ? WHERE did = ? AND version = ?";
        delete = "WITH ended AS (DELETE FROM " + refreshes + " WHERE did = ?) DELETE FROM " + sessions
                + " WHERE did = ?";
        deleteVersion = "WITH saved AS (DELETE FROM " + sessions + " WHERE did = ? AND version = ? RETURNING did)"
                + ended(refreshes);
    }

    private static String excluded() {
        return String.join(
                ", ",
                Arrays.stream(COLUMNS.split(", "))
                        .map(name -> "excluded." + name)
                        .toList());
    }

    private static String ended(String refreshes) {
        return ", ended AS (DELETE FROM " + refreshes
                + " r USING saved WHERE r.did = saved.did) SELECT count(*) FROM saved";
    }

    /** Parses the body of a row. The name of the database is for messages. */
    OAuthSession parse(String database, String did, String body) {
        return texts.read(body, did, row(database, did));
    }

    /** Returns the name of a row for messages. */
    static String row(String database, String did) {
        return database + ", row " + IoErrors.printable(did) + " of table oauth_sessions";
    }

    /** Returns whether {@link #reseal} would write a session. */
    boolean needsReseal(Connection connection, String did) throws SQLException {
        return load(connection, did).filter(row -> !texts.isCurrent(row.body())).isPresent();
    }

    /**
     * Encrypts a session with the current key, unless it is already encrypted with that key. Keeps the version and the
     * permit of a running refresh, because the caller's lease can end while it waits for a connection or a key.
     *
     * @return whether the session was written
     * @throws StoreException if the session cannot be read
     */
    boolean reseal(Connection connection, String database, String did) throws SQLException {
        while (true) {
            Optional<Row> row = load(connection, did);
            if (row.isEmpty() || texts.isCurrent(row.get().body())) {
                return false;
            }
            // Only a login or logout stores another version meanwhile, because it does not wait for the lease.
            OAuthSession session = parse(database, did, row.get().body());
            if (update(
                            connection,
                            did,
                            reseal,
                            texts.write(session),
                            did,
                            row.get().version())
                    == 1) {
                return true;
            }
        }
    }

    Optional<Row> load(Connection connection, String did) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(load)) {
            statement.setString(1, did);
            return timeouts.run(statement, () -> read(statement));
        }
    }

    private static Optional<Row> read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(new Row(row.getObject(1, UUID.class), Objects.requireNonNull(row.getString(2))))
                    : Optional.empty();
        }
    }

    /** Passes the DID and the body of each row to the consumer, sorted by DID. */
    void forEach(Connection connection, BiConsumer<String, String> rows) throws SQLException {
        // Reads pages, because the driver of PostgreSQL keeps all rows of a result in memory.
        Optional<String> last = Optional.of("");
        while (last.isPresent()) {
            last = page(connection, last.get(), rows);
        }
    }

    private Optional<String> page(Connection connection, String after, BiConsumer<String, String> rows)
            throws SQLException {
        Optional<String> last = Optional.empty();
        try (PreparedStatement statement = JdbcDatabase.prepare(connection, list, after);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String did = Objects.requireNonNull(row.getString(1));
                rows.accept(did, Objects.requireNonNull(row.getString(2)));
                last = Optional.of(did);
            }
        }
        return last;
    }

    /** Saves a session, whatever is stored. */
    int save(Connection connection, OAuthSession session) throws SQLException {
        return update(
                connection, session.did(), save, values(List.of(session.did(), session.did()), session, List.of()));
    }

    /** Saves a session if none is stored. Returns whether it did. */
    boolean insert(Connection connection, OAuthSession session) throws SQLException {
        return isOne(connection, session.did(), insert, values(List.of(session.did()), session, List.of()));
    }

    /** Replaces the version of a session. Returns false, and changes nothing, if another version is stored. */
    boolean update(Connection connection, UUID version, OAuthSession session) throws SQLException {
        return isOne(connection, session.did(), update, values(List.of(), session, List.of(session.did(), version)));
    }

    /** Deletes a session, whatever its version. */
    int delete(Connection connection, String did) throws SQLException {
        return update(connection, did, delete, did, did);
    }

    /** Deletes the version of a session. Returns false, and changes nothing, if another version is stored. */
    boolean delete(Connection connection, String did, UUID version) throws SQLException {
        return isOne(connection, did, deleteVersion, did, version);
    }

    private int update(Connection connection, String did, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(connection, sql, values)) {
            int rows = statement.executeUpdate();
            unconfirmed.check(connection, statement, did);
            return rows;
        }
    }

    private boolean isOne(Connection connection, String did, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(connection, sql, values);
                ResultSet row = statement.executeQuery()) {
            boolean one = row.next() && row.getLong(1) == 1;
            unconfirmed.check(connection, statement, did);
            return one;
        }
    }

    private @Nullable Object[] values(List<Object> before, OAuthSession session, List<Object> after) {
        Stream<@Nullable Object> parts = Stream.of(
                texts.write(session),
                session.pdsUrl(),
                session.handle(),
                session.tokenType(),
                time(session.issuedAt()),
                time(session.expiresAt()),
                time(session.refreshExpiresAt()),
                session.issuer(),
                session.clientKeyId(),
                time(session.issuedAt()));
        return Stream.of(before.stream(), parts, after.stream())
                .flatMap(values -> values)
                .toArray();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
