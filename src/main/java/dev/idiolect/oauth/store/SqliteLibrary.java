package dev.idiolect.oauth.store;

import java.io.IOException;

/** Whether sqlite-jdbc, an optional dependency, is there, and once only. */
final class SqliteLibrary {

    private SqliteLibrary() {}

    static void require() {
        try {
            Class.forName("org.sqlite.jdbc4.JDBC4Connection", false, SqliteLibrary.class.getClassLoader());
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw new StoreException(
                    "SQLite is not on the class path. Add the dependency org.xerial:sqlite-jdbc, or choose another store",
                    e);
        }
    }

    /**
     * Makes sure that no other copy of SQLite in this JVM has the database open, and that none will until the lock file is
     * closed.
     *
     * <p>SQLite keeps its connections apart by POSIX locks, which belong to the process, and by its own tables, of which
     * each copy has one. Two applications that bring a sqlite-jdbc each don't notice each other and destroy the database.
     *
     * @see <a href="https://www.sqlite.org/howtocorrupt.html#multiple_copies_of_sqlite_linked_into_the_same_application">
     *     How to corrupt an SQLite database file</a>
     */
    static void requireOneCopy(ProcessLocks locks, Deadline deadline) throws IOException {
        int copy = SqliteConnector.copy();
        Backoff backoff = new Backoff();
        while (!locks.mark(copy)) {
            // An application that is being replaced may take a moment to end.
            if (deadline.isOver() || !backoff.tryPause(deadline)) {
                throw new IOException("another application in this JVM has the database open with its own copy of"
                        + " sqlite-jdbc, and two copies would destroy it. Give each application a database of its own, or"
                        + " let the server bring sqlite-jdbc for both, or choose the filesystem store");
            }
        }
    }
}
