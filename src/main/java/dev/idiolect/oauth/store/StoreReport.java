package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * What a store keeps on disk and what is wrong with it, for people who look after it.
 *
 * @param sessions the sessions that can be read, sorted by DID
 * @param pendingLogins how many logins have begun and can still be completed
 * @param problems what is wrong, in a stable order; empty if nothing is
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
     * Looks at the directory of a {@link FilesystemOAuthTokenStore} and changes nothing there.
     *
     * @param directory the directory; there is nothing in a missing one
     * @return what is there
     * @throws StoreException if the directory can't be read, or something else has its name
     */
    public static StoreReport ofDirectory(Path directory) {
        return new DirectoryCheck(directory.toAbsolutePath(), Clock.systemUTC()).report();
    }

    /**
     * Looks at the database of a {@link SqliteOAuthTokenStore}, and changes nothing in it. A database without any table
     * holds nothing.
     *
     * @param file the database; there is nothing in a missing one
     * @return what is there
     * @throws StoreException if {@code org.xerial:sqlite-jdbc} is missing, or the database can't be opened or read, or is
     *     another program's: it has tables, and not {@code sessions(did, body_json)} among them
     */
    public static StoreReport ofDatabase(Path file) {
        return new DatabaseCheck(file.toAbsolutePath(), Clock.systemUTC()).report();
    }
}
