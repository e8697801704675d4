package dev.idiolect.oauth.store;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.OAuthSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A report for operators: the contents of a store on disk, and their problems.
 *
 * @param sessions the readable sessions, sorted by DID
 * @param pendingLogins the number of pending logins that have not expired
 * @param encryption the number of sessions for each encryption key, by its {@code kid}, sorted. The empty text stands for
 *     plain or damaged sessions. Sessions that cannot be decrypted are counted too
 * @param problems the problems, in a stable order
 */
public record StoreReport(
        List<OAuthSession> sessions,
        int pendingLogins,
        SortedMap<String, Integer> encryption,
        List<StoreProblem> problems) {

    /**
     * Creates a report.
     *
     * @param sessions see the record
     * @param pendingLogins see the record
     * @param encryption see the record
     * @param problems see the record
     */
    public StoreReport {
        sessions = List.copyOf(sessions);
        encryption = Collections.unmodifiableSortedMap(new TreeMap<>(encryption));
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
        return ofDirectory(directory, null);
    }

    /**
     * Checks the directory of a {@link FilesystemOAuthTokenStore} that may be encrypted. Changes nothing.
     *
     * @param directory the directory; a missing one counts as empty
     * @param keys the encryption keys, or null if there are none
     * @return the report
     * @throws StoreException like {@link #ofDirectory(Path)}, or if the keys are not available or invalid
     */
    public static StoreReport ofDirectory(Path directory, @Nullable KeySource keys) {
        List<OAuthSession> sessions = new ArrayList<>();
        return ofDirectory(directory, keys, sessions::add).with(sessions);
    }

    /**
     * Checks the directory of a {@link FilesystemOAuthTokenStore}, and passes its sessions on instead of keeping them. For
     * stores with many sessions. Changes nothing.
     *
     * @param directory the directory; a missing one counts as empty
     * @param keys the encryption keys, or null if there are none
     * @param sessions receives each readable session, sorted by DID
     * @return the report, without sessions
     * @throws StoreException like {@link #ofDirectory(Path, KeySource)}
     */
    public static StoreReport ofDirectory(Path directory, @Nullable KeySource keys, Consumer<OAuthSession> sessions) {
        return new DirectoryCheck(
                        directory.toAbsolutePath(), StoredTexts.of(keys, directory), Clock.systemUTC(), sessions)
                .report();
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
        return ofDatabase(file, null);
    }

    /**
     * Checks the database of a {@link SqliteOAuthTokenStore} that may be encrypted. Changes nothing.
     *
     * @param file the database; a missing one counts as empty
     * @param keys the encryption keys, or null if there are none
     * @return the report
     * @throws StoreException like {@link #ofDatabase(Path)}, or if the keys are not available or invalid
     */
    public static StoreReport ofDatabase(Path file, @Nullable KeySource keys) {
        List<OAuthSession> sessions = new ArrayList<>();
        return ofDatabase(file, keys, sessions::add).with(sessions);
    }

    /**
     * Checks the database of a {@link SqliteOAuthTokenStore}, and passes its sessions on instead of keeping them. For stores
     * with many sessions. Changes nothing.
     *
     * @param file the database; a missing one counts as empty
     * @param keys the encryption keys, or null if there are none
     * @param sessions receives each readable session, sorted by DID
     * @return the report, without sessions
     * @throws StoreException like {@link #ofDatabase(Path, KeySource)}
     */
    public static StoreReport ofDatabase(Path file, @Nullable KeySource keys, Consumer<OAuthSession> sessions) {
        return new DatabaseCheck(file.toAbsolutePath(), StoredTexts.of(keys, file), Clock.systemUTC(), sessions)
                .report();
    }

    private StoreReport with(List<OAuthSession> found) {
        return new StoreReport(found, pendingLogins, encryption, problems);
    }
}
