package dev.idiolect.oauth.store;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import java.util.regex.Pattern;

/** Converts file and database exceptions to {@link StoreException}s with a readable reason. */
final class IoErrors {

    private static final Pattern DISK_FULL =
            Pattern.compile("no space left|not enough space|quota exceeded", Pattern.CASE_INSENSITIVE);

    private static final Pattern READ_ONLY_DISK = Pattern.compile("read-only file system", Pattern.CASE_INSENSITIVE);

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
    // The low byte of an SQLite result code is the primary code: https://www.sqlite.org/rescode.html
    private static final int PRIMARY = 0xff;
    private static final int BUSY = 5;
    private static final int READ_ONLY = 8;
    private static final int IO_ERROR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final Set<Integer> TRANSIENT = Set.of(BUSY, 6 /* LOCKED */, READ_ONLY, IO_ERROR);
    private static final String FREE_SPACE = ". Free some space on its disk, then try again";
    private static final String CHECK_DISK = ". Check that its disk works and can be written, then try again";
    private static final String RECOVER = ". The file is damaged: copy what is readable with the command .recover of"
            + " sqlite3, or restore a backup";

    private IoErrors() {}

    static StoreException exception(String what, IOException e) {
        String reason = reason(e);
        String remedy = remedy(reason);
        return new StoreException(what + ": " + reason + remedy, !remedy.isEmpty(), e);
    }

    static StoreException exception(String what, SQLException e) {
        boolean transientFailure =
                e instanceof SQLTimeoutException || isFull(e) || TRANSIENT.contains(e.getErrorCode() & PRIMARY);
        String missing = SqliteNativeLibrary.failure(e);
        String reason = missing == null ? e.getMessage() : missing;
        return new StoreException(what + ": " + reason + remedy(e), transientFailure, e);
    }

    private static String remedy(String reason) {
        if (DISK_FULL.matcher(reason).find()) {
            return FREE_SPACE;
        }
        return READ_ONLY_DISK.matcher(reason).find() ? CHECK_DISK : "";
    }

    private static String remedy(SQLException e) {
        if (isFull(e)) {
            return FREE_SPACE;
        }
        return switch (e.getErrorCode() & PRIMARY) {
            case READ_ONLY, IO_ERROR -> CHECK_DISK;
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

    static boolean isBusy(SQLException e) {
        return (e.getErrorCode() & PRIMARY) == BUSY;
    }

    /**
     * Returns a name for messages, without invisible characters. Other users may choose names that forge lines of a
     * log.
     */
    static String printable(Object name) {
        return printable(name.toString(), "?");
    }

    /** Returns a text with a replacement for each invisible character. */
    static String printable(String text, String replacement) {
        return INVISIBLE.matcher(text).replaceAll(replacement);
    }

    /** Returns the reason in words. The message of some of these exceptions is only a path. */
    static String reason(IOException e) {
        return printable(reasonOf(e));
    }

    private static String reasonOf(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + " is missing";
        }
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (e instanceof FileAlreadyExistsException existing) {
            return existing.getFile() + " already exists";
        }
        if (e instanceof NotDirectoryException file) {
            return file.getFile() + " is not a directory";
        }
        if (e instanceof FileSystemException other && other.getReason() != null) {
            return other.getReason();
        }
        if (e instanceof CharacterCodingException) {
            return "not UTF-8";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
