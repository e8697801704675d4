package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.session.AccountMoved;
import dev.idiolect.oauth.session.HandleChanged;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.RefreshFailed;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.session.SessionEnding;
import dev.idiolect.oauth.session.SessionEvent;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.SessionRefreshed;
import dev.idiolect.oauth.session.internal.delivery.EventDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The events of refreshes. Keeps them until the account is no longer locked. Safe for use by many threads. */
final class RefreshEvents {

    private final SessionListener listener;
    private final Duration endingNotice;
    private final RefreshMeasurement measurement;
    private final Map<String, List<SessionEvent>> undelivered = new ConcurrentHashMap<>();

    /** @param endingNotice how long before its expected end a session is reported; zero for never */
    RefreshEvents(SessionListener listener, Duration endingNotice, RefreshMeasurement measurement) {
        this.listener = listener;
        this.endingNotice = endingNotice;
        this.measurement = measurement;
    }

    /** Adds the events of a session whose new tokens are saved. */
    void refreshed(OAuthSession before, OAuthSession after) {
        add(new SessionRefreshed(after.did(), after.expiresAt()));
        if (!before.pdsUrl().equals(after.pdsUrl())) {
            add(new AccountMoved(after.did(), before.pdsUrl(), after.pdsUrl()));
        }
        if (!Objects.equals(before.handle(), after.handle())) {
            add(new HandleChanged(after.did(), before.handle(), after.handle()));
        }
        after.expectedEnd()
                .filter(end -> !endingNotice.isZero() && entersNotice(before, after, end.minus(endingNotice)))
                .ifPresent(end -> add(new SessionEnding(after.did(), end)));
    }

    // Every session is refreshed by one process at a time, so exactly one refresh crosses the start of the notice.
    private static boolean entersNotice(OAuthSession before, OAuthSession after, Instant start) {
        boolean isFirst = before.issuedAt().equals(before.signedInAt());
        return !start.isAfter(after.issuedAt()) && (isFirst || start.isAfter(before.issuedAt()));
    }

    void failed(String did, OAuthException failure) {
        add(new RefreshFailed(did, failure.isTransient(), String.valueOf(failure.getMessage())));
    }

    void ended(SessionEnded event) {
        measurement.ended(event.reason());
        add(event);
    }

    private void add(SessionEvent event) {
        undelivered
                .computeIfAbsent(event.did(), did -> new CopyOnWriteArrayList<>())
                .add(event);
    }

    /** Calls the listener, which may be slow or load the session. */
    void deliver(String did) {
        List<SessionEvent> events = undelivered.remove(did);
        if (events != null) {
            events.forEach(event -> EventDelivery.deliver(listener, event));
        }
    }
}
