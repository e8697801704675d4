package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.endpoint.RevocationException;
import dev.idiolect.oauth.internal.endpoint.RevocationQueue;
import dev.idiolect.oauth.session.OAuthSession;
import java.util.concurrent.ThreadFactory;

/**
 * Revokes refreshed tokens that could not be saved before the user signed out, because a logout knows only the tokens in
 * the store. Works in the background, and retries transient failures for ten minutes. Safe for use by many threads.
 */
final class AbandonedTokens {

    private final Refresher refresher;
    private final RevocationQueue queue;

    AbandonedTokens(Refresher refresher, ThreadFactory threadFactory) {
        this.refresher = refresher;
        queue = RevocationQueue.ofUnsavedTokens(threadFactory);
    }

    void revoke(OAuthSession session) {
        queue.add("the unsaved tokens of " + session.did(), session, () -> revokeNow(session), reason -> {});
    }

    private void revokeNow(OAuthSession session) throws RevocationException {
        try {
            refresher.revoke(session);
        } catch (RefreshException e) {
            // Without the cause, whose message can contain a token.
            throw new RevocationException(
                    e.detail(), e.isTransient(), e.retryAfter().orElse(null), null);
        }
    }

    /** Tries each waiting revocation once more, for five seconds in all, and logs those that fail. */
    void close() {
        queue.close();
    }
}
