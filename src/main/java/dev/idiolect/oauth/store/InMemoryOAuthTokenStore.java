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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Stores sessions in memory. Suitable for tests, and for applications whose users can sign in again after each restart.
 *
 * <p>Thread-safe. Locks apply only to threads that use the same instance.
 */
public final class InMemoryOAuthTokenStore implements OAuthTokenStore {

    private final Map<String, OAuthSession> sessions = new ConcurrentHashMap<>();

    // Changed only while the account's entry in the map is locked.
    private final ConcurrentSkipListSet<String> dids = new ConcurrentSkipListSet<>();
    private final ThreadLocks locks = new ThreadLocks(StoreException::transientFailure);
    private final PendingLogins pendingLogins = PendingLogins.inMemory(Clock.systemUTC());

    /** Creates an empty store. */
    public InMemoryOAuthTokenStore() {}

    @Override
    public void save(OAuthSession session) {
        sessions.compute(session.did(), (did, old) -> {
            if (old == null) {
                dids.add(did);
            }
            return session;
        });
        SessionChanges.changed(session.did());
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return Optional.ofNullable(sessions.get(Did.require(did)));
    }

    @Override
    public void delete(String did) {
        sessions.computeIfPresent(Did.require(did), (key, old) -> {
            dids.remove(key);
            return null;
        });
        SessionChanges.changed(did);
    }

    @Override
    public List<String> listDids() {
        return List.copyOf(dids);
    }

    @Override
    public List<SessionSummary> sessions(@Nullable String after, int limit) {
        return dids.tailSet(PageStart.of(after, limit), false).stream()
                .map(sessions::get)
                // Deleted meanwhile.
                .filter(Objects::nonNull)
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
