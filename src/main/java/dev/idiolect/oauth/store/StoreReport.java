package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * A report for operators: the contents of a store on disk, and their problems.
 *
 * @param sessions the readable sessions, sorted by DID
 * @param pendingLogins the number of pending logins that have not expired
 * @param problems the problems, in a stable order
 */
public record StoreReport(List<OAuthSession> sessions, int pendingLogins, List<StoreProblem> problems) {

    /**
     * Creates a report.
     *
     * @param sessions see the record
     * @param pendingLogins see the record
     * @param problems see the record
     */
    public StoreReport {
        sessions = List.copyOf(sessions);
        problems = List.copyOf(problems);
    }

    /**
     * Checks the directory of a {@link FilesystemOAuthTokenStore}. Changes nothing.
     *
     * @param directory the directory; a missing one counts as empty
     * @return the report
     * @throws StoreException if the directory cannot be read or is not a directory
     */
    public static StoreReport ofDirectory(Path directory) {
        return new DirectoryCheck(directory.toAbsolutePath(), Clock.systemUTC()).report();
    }

    /**
     * Checks the database of a {@link SqliteOAuthTokenStore}. Changes nothing. A database without tables counts as
     * empty.
     *
     * @param file the database; a missing one counts as empty
     * @return the report
     * @throws StoreException if {@code org.xerial:sqlite-jdbc} is missing, if the database cannot be read, or if it has
     *     tables but not {@code sessions(did, body_json)}
     */
    public static StoreReport ofDatabase(Path file) {
        return new DatabaseCheck(file.toAbsolutePath(), Clock.systemUTC()).report();
    }
}
