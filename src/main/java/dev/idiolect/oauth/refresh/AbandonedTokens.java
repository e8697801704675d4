package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Revokes refreshed tokens that could not be saved before the user signed out, because a logout knows only the tokens in
 * the store. Works in the background, and retries transient failures for ten minutes. Safe for use by many threads.
 */
final class AbandonedTokens {

    private static final Logger LOG = System.getLogger(AbandonedTokens.class.getName());

    private static final Duration RETRIED_FOR = Duration.ofMinutes(10);

    private record Entry(OAuthSession session, long since) {

        boolean mayBeRetried() {
            return System.nanoTime() - since < RETRIED_FOR.toNanos();
        }
    }

    private final Refresher refresher;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final BackgroundRetrier retrier;

    AbandonedTokens(Refresher refresher, ThreadFactory threadFactory) {
        this.refresher = refresher;
        retrier = new BackgroundRetrier("idiolect-oauth-revocation", this::revokeAll, threadFactory);
    }

    void revoke(OAuthSession session) {
        entries.add(new Entry(session, System.nanoTime()));
        retrier.start();
    }

    private boolean revokeAll() {
        entries.removeIf(this::isDone);
        return !entries.isEmpty();
    }

    private boolean isDone(Entry entry) {
        String did = entry.session().did();
        try {
            refresher.revoke(entry.session());
            LOG.log(Level.DEBUG, "Revoked the unsaved tokens of {0}, whose session was deleted", did);
            return true;
        } catch (OAuthException e) {
            if (e.isTransient() && entry.mayBeRetried()) {
                return false;
            }
            LOG.log(Level.WARNING, "Unsaved tokens stay valid. {0}", e.getMessage());
            return true;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "The unsaved tokens of " + did + " stay valid", e);
            return true;
        }
    }
}
