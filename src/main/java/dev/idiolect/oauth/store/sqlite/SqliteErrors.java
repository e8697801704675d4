package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;

/**
 * Converts the exceptions of SQLite to {@link StoreException}s with a readable reason.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">SQLite: Result and Error Codes</a>
 */
final class SqliteErrors {

    // The low byte of a result code is the primary code.
    private static final int PRIMARY = 0xff;
    private static final int BUSY = 5;
    private static final int NO_MEMORY = 7;
    private static final int READ_ONLY = 8;
    private static final int IO_ERROR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final Set<Integer> TRANSIENT =
            Set.of(BUSY, 6 /* LOCKED */, NO_MEMORY, READ_ONLY, IO_ERROR, CANNOT_OPEN);
    private static final String CHECK_FILE =
            ". Check that this user can open the file, and that not too many files are open, then try again";
    private static final String RECOVER = ". The file is damaged: copy what is readable with the command .recover of"
            + " sqlite3, or restore a backup";

    private SqliteErrors() {}

    static StoreException exception(String what, SQLException e) {
        boolean transientFailure =
                e instanceof SQLTimeoutException || isFull(e) || TRANSIENT.contains(e.getErrorCode() & PRIMARY);
        String missing = SqliteNativeLibrary.failure(e);
        String reason = missing == null ? e.getMessage() : missing;
        return IoErrors.failure(what + ": " + reason + remedy(e), transientFailure, e);
    }

    private static String remedy(SQLException e) {
        if (isFull(e)) {
            return IoErrors.FREE_SPACE;
        }
        return switch (e.getErrorCode() & PRIMARY) {
            case READ_ONLY, IO_ERROR -> IoErrors.CHECK_DISK;
            case NO_MEMORY -> IoErrors.FREE_RESOURCES;
            case CANNOT_OPEN -> CHECK_FILE;
            case CORRUPT -> RECOVER;
            default -> "";
        };
    }

    /** Returns whether the disk is full. */
    static boolean isFull(SQLException e) {
        // The memory that connections share is a file too. The driver reports only the primary code.
        return (e.getErrorCode() & PRIMARY) == FULL
                || String.valueOf(e.getMessage()).contains("[SQLITE_IOERR_SHMSIZE]");
    }

    /** Returns whether the connection cannot write. */
    static boolean isReadOnly(SQLException e) {
        return (e.getErrorCode() & PRIMARY) == READ_ONLY;
    }

    static boolean isCannotOpen(SQLException e) {
        return (e.getErrorCode() & PRIMARY) == CANNOT_OPEN;
    }

    static boolean isBusy(SQLException e) {
        return (e.getErrorCode() & PRIMARY) == BUSY;
    }
}
