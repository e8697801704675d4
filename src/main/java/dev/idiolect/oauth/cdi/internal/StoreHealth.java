package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the store responds, and that its encryption keys are there. Writes nothing: signed calls work even while the
 * disk is full. Contacts no other server. Thread-safe.
 */
final class StoreHealth {

    private static final Logger LOG = System.getLogger(StoreHealth.class.getName());

    // No account has it, because .invalid is a reserved name (RFC 6761).
    private static final String NO_ACCOUNT = "did:web:health.invalid";

    // Some sessions may need a key that was removed long ago. They must not stop the application.
    private static final int SESSIONS_TO_READ = 10;

    private static final Duration KEYS_CHECKED_FOR = Duration.ofMinutes(1);

    /**
     * The result of a check.
     *
     * @param problem what is wrong, without details that a public page must not show; empty if all is well
     * @param counts current numbers by name
     */
    record Result(Optional<String> problem, Map<String, Long> counts) {}

    private record KeyCheck(Instant at, @Nullable String missing) {}

    private final OAuthTokenStore store;
    private final SessionRefresher refresher;
    private final Clock clock;
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile @Nullable KeyCheck keyCheck;

    StoreHealth(OAuthTokenStore store, SessionRefresher refresher, Clock clock) {
        this.store = store;
        this.refresher = refresher;
        this.clock = clock;
    }

    Result check() {
        Map<String, Long> counts = new LinkedHashMap<>();
        try {
            store.load(NO_ACCOUNT);
            counts.put("unsavedSessions", (long) refresher.unsavedSessions());
            store.pendingLogins()
                    .map(PendingLogins::count)
                    .orElse(OptionalInt.empty())
                    .ifPresent(count -> counts.put("pendingLogins", (long) count));
            String missingKey = missingKey();
            if (missingKey == null) {
                warned.set(false);
                return new Result(Optional.empty(), counts);
            }
            return failed("encryption key missing", "the encryption key " + missingKey + " is missing", counts);
        } catch (OAuthException e) {
            return failed("store not available", String.valueOf(e.getMessage()), counts);
        }
    }

    private Result failed(String problem, String detail, Map<String, Long> counts) {
        LOG.log(
                warned.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG,
                "IDOA-1002: The application is not ready, because its session store does not work: {0}",
                detail);
        return new Result(Optional.of(problem), counts);
    }

    /** Returns the id of the missing key if none of some sessions can be read without it, or null. */
    private @Nullable String missingKey() {
        KeyCheck last = keyCheck;
        Instant now = clock.instant();
        if (last != null && last.missing() == null && now.isBefore(last.at().plus(KEYS_CHECKED_FOR))) {
            return null;
        }
        String missing = listsWithoutKeys() ? readSome(store.sessions(null, SESSIONS_TO_READ)) : null;
        keyCheck = new KeyCheck(now, missing);
        return missing;
    }

    // Other stores need the keys for the list itself, or read all sessions.
    private boolean listsWithoutKeys() {
        return store instanceof JdbcOAuthTokenStore || store instanceof SqliteOAuthTokenStore;
    }

    private @Nullable String readSome(List<SessionSummary> sessions) {
        String missing = null;
        for (SessionSummary session : sessions) {
            try {
                store.load(session.did());
                return null;
            } catch (StoreException e) {
                if (e.missingKeyId().isEmpty() && !e.isUnreadable()) {
                    throw e;
                }
                missing = missing == null ? e.missingKeyId().orElse(null) : missing;
            }
        }
        return missing;
    }
}
