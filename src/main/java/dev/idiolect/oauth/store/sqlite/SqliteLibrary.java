package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.Backoff;
import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.persistent.ProcessLocks;
import java.io.IOException;

/** Checks that sqlite-jdbc, an optional dependency, is present, and only once in the JVM. */
final class SqliteLibrary {

    private SqliteLibrary() {}

    static void require() {
        try {
            Class.forName("org.sqlite.jdbc4.JDBC4Connection", false, SqliteLibrary.class.getClassLoader());
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw StoreException.permanentFailure(
                    "SQLite is not on the class path: add the dependency org.xerial:sqlite-jdbc, or choose another"
                            + " store",
                    e);
        }
    }

    /**
     * Ensures that no other copy of SQLite in this JVM has the database open, until the lock file is closed.
     *
     * <p>SQLite coordinates its connections with POSIX locks, which belong to the process, and with internal tables,
     * which belong to one copy of SQLite. Two copies in one process would not notice each other, and would corrupt the
     * database.
     *
     * @see
     *     <a href="https://www.sqlite.org/howtocorrupt.html#multiple_copies_of_sqlite_linked_into_the_same_application">
     *     How to corrupt an SQLite database file</a>
     */
    static void requireOneCopy(ProcessLocks locks, Deadline deadline) throws IOException {
        int copy = SqliteConnector.copy();
        Backoff backoff = new Backoff();
        while (!locks.mark(copy)) {
            // During a redeployment, the old application needs a moment to close the database.
            if (deadline.isOver() || !backoff.tryPause(deadline)) {
                throw new IOException("another application in this JVM has the database open with its own copy of"
                        + " sqlite-jdbc, and two copies would corrupt it. Give each application its own database, share"
                        + " one sqlite-jdbc through the server, or use the filesystem store");
            }
        }
    }
}
