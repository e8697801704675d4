package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreProblem;
import dev.idiolect.oauth.store.StoreProblem.Kind;
import dev.idiolect.oauth.store.StoreReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks the rows of a table of sessions, and counts them by their encryption keys. */
public final class RowCheck {

    /** The maximum number of reported rows. If a key is missing, all rows of a large table can be unreadable. */
    public static final int MAX_PROBLEMS = 1000;

    private final StoredTexts texts;
    private final @Nullable Path file;
    private final Consumer<OAuthSession> sessions;
    private final SortedMap<String, Integer> encryption = new TreeMap<>();
    private final List<StoreProblem> problems = new ArrayList<>();
    private int others;

    /**
     * Creates a check.
     *
     * @param file the file of the database, or null if it is on a server
     * @param sessions receives each readable session
     */
    public RowCheck(StoredTexts texts, @Nullable Path file, Consumer<OAuthSession> sessions) {
        this.texts = texts;
        this.file = file;
        this.sessions = sessions;
    }

    /**
     * Checks a row.
     *
     * @param where the name of the row, for messages
     */
    public void check(String did, String body, String where) {
        encryption.merge(StoredTexts.keyId(body), 1, Integer::sum);
        OAuthSession session;
        try {
            session = texts.read(body, did, where);
        } catch (StoreException e) {
            if (problems.size() < MAX_PROBLEMS) {
                add(
                        String.valueOf(e.getMessage()),
                        texts.remedy(e, "Sign in with its account again, which replaces it"));
            } else {
                others++;
            }
            return;
        }
        sessions.accept(session);
    }

    private void add(String message, String remedy) {
        problems.add(new StoreProblem(Kind.UNREADABLE, file, message, remedy));
    }

    /** Returns the report, without sessions. */
    public StoreReport report(int pendingLogins, List<StoreProblem> more) {
        if (others > 0) {
            add("Cannot read " + others + " other sessions", "Fix the problems above, then check again");
        }
        problems.addAll(more);
        return new StoreReport(List.of(), pendingLogins, encryption, problems);
    }
}
