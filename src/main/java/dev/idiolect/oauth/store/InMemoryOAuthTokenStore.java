package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.internal.SessionChanges;
import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.PageStart;
import dev.idiolect.oauth.store.internal.ThreadLocks;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores sessions in memory. Suitable for tests, and for applications whose users can sign in again after each restart.
 *
 * <p>Thread-safe. Locks apply only to threads that use the same instance.
 */
public final class InMemoryOAuthTokenStore implements OAuthTokenStore {

    private final ConcurrentSkipListMap<String, OAuthSession> sessions = new ConcurrentSkipListMap<>();
    private final ThreadLocks locks = new ThreadLocks(StoreException::transientFailure);
    private final PendingLogins pendingLogins = PendingLogins.inMemory(Clock.systemUTC());

    /** Creates an empty store. */
    public InMemoryOAuthTokenStore() {}

    @Override
    public void save(OAuthSession session) {
        sessions.put(session.did(), session);
        SessionChanges.changed(session.did());
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return Optional.ofNullable(sessions.get(Did.require(did)));
    }

    @Override
    public void delete(String did) {
        sessions.remove(Did.require(did));
        SessionChanges.changed(did);
    }

    @Override
    public List<String> listDids() {
        return List.copyOf(sessions.keySet());
    }

    @Override
    public List<SessionSummary> sessions(@Nullable String after, int limit) {
        return sessions.tailMap(PageStart.of(after, limit), false).values().stream()
                .limit(limit)
                .map(SessionSummary::of)
                .toList();
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        return locks.lock(Did.require(did), Deadline.after(timeout))::run;
    }

    @Override
    public Optional<PendingLogins> pendingLogins() {
        return Optional.of(pendingLogins);
    }

    /**
     * Returns a text for logs: the number of sessions.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "InMemoryOAuthTokenStore[" + sessions.size() + " sessions]";
    }
}
