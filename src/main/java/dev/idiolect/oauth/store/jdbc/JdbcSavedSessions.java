package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.internal.SessionChanges;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.SameTokens;
import dev.idiolect.oauth.store.internal.persistent.ReadablePages;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and changes the sessions of a database. Repeats the changes that the database has lost. Thread-safe. */
final class JdbcSavedSessions {

    private static final Logger LOG = System.getLogger(JdbcOAuthTokenStore.class.getName());

    /** The maximum number of comparisons with the stored session, which other hosts can change again and again. */
    private static final int MAX_COMPARISONS = 20;

    private final JdbcDatabase database;
    private final JdbcSessions sessions;
    private final RecentSaves recent = new RecentSaves(System::nanoTime);

    JdbcSavedSessions(JdbcDatabase database, JdbcSessions sessions) {
        this.database = database;
        this.sessions = sessions;
    }

    void save(OAuthSession session) {
        change(
                session.did(),
                "save the session of " + session.did() + " in ",
                connection -> sessions.save(connection, session));
        recent.add(session.did(), null, session);
    }

    Optional<OAuthSession> load(String did) {
        long readAt = recent.now();
        Optional<OAuthSession> stored = read(did);
        Optional<RecentSaves.Saved> lost = stored.flatMap(session -> recent.lost(session, readAt));
        if (lost.isEmpty()) {
            return stored;
        }
        LOG.log(
                Level.WARNING,
                "IDOA-0220: {0} has lost the last change of the session of {1}: repeating it. If a standby has taken"
                        + " over, make it synchronous",
                database.name(),
                did);
        replace(did, stored.get(), lost.get().session());
        return read(did);
    }

    private Optional<OAuthSession> read(String did) {
        return database.work("read the session of " + did + " from ", connection -> sessions.load(connection, did))
                .map(row -> parse(did, row.body()));
    }

    /** Repeats all changes that the database has lost. */
    void restoreLost() {
        for (String did : recent.dids()) {
            try {
                load(did);
            } catch (StoreException e) {
                if (e.isTransient()) {
                    throw e;
                }
                LOG.log(
                        Level.WARNING,
                        "IDOA-0221: Cannot check whether the newest session is stored: {0}",
                        e.getMessage());
            }
        }
    }

    void delete(String did) {
        change(did, "delete the session of " + did + " from ", connection -> sessions.delete(connection, did));
        recent.add(did, null, null);
    }

    /** Returns the sorted DIDs of the readable sessions. */
    List<String> dids() {
        List<String> dids = new ArrayList<>();
        database.work("list the accounts in ", connection -> {
            sessions.forEach(connection, (did, body) -> {
                ReadablePages.ifReadable(() -> parse(did, body), LOG).ifPresent(session -> dids.add(did));
            });
            return true;
        });
        return Collections.unmodifiableList(dids);
    }

    /** Saves or deletes a session if the expected one is stored. */
    boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
        String what = (replacement == null ? "delete" : "save") + " the session of " + did + " in ";
        boolean replaced = change(did, what, connection -> replace(connection, did, expected, replacement));
        if (replaced) {
            recent.add(did, expected, replacement);
        }
        return replaced;
    }

    private boolean replace(
            Connection connection, String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement)
            throws SQLException {
        for (int comparison = 0; comparison < MAX_COMPARISONS; comparison++) {
            Optional<JdbcSessions.Row> row = sessions.load(connection, did);
            OAuthSession stored = row.map(found -> parse(did, found.body())).orElse(null);
            if (!SameTokens.have(stored, expected)) {
                // The connection may have broken after an earlier attempt was committed.
                return SameTokens.have(stored, replacement);
            }
            if (write(connection, did, row, replacement)) {
                return true;
            }
        }
        return false;
    }

    private boolean write(
            Connection connection, String did, Optional<JdbcSessions.Row> row, @Nullable OAuthSession replacement)
            throws SQLException {
        if (row.isEmpty()) {
            return replacement == null || sessions.insert(connection, replacement);
        }
        return replacement == null
                ? sessions.delete(connection, did, row.get().version())
                : sessions.update(connection, row.get().version(), replacement);
    }

    private <T> T change(String did, String what, SqlWork<T> change) {
        try {
            return database.work(what, change);
        } finally {
            SessionChanges.changed(did);
        }
    }

    private OAuthSession parse(String did, String body) {
        return sessions.parse(database.name(), did, body);
    }
}
