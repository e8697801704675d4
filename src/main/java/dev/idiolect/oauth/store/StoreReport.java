package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A report for operators: the contents of a persistent store, and their problems.
 *
 * @param sessions the readable sessions, sorted by DID; empty if the check passed them to a consumer
 * @param pendingLogins the number of pending logins that have not expired
 * @param encryption the number of sessions for each encryption key, by its {@code kid}, sorted. The empty string stands
 *     for plain or damaged sessions. Sessions that cannot be decrypted are counted too
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
}
