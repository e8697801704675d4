package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Counts sessions while they are read, and keeps the first ones that have ended. */
final class SessionCounts implements Consumer<OAuthSession> {

    /** The maximum number of ended sessions that are kept: each is printed, and a large store can have many. */
    private static final int MAX_ENDED = 1000;

    private final Instant now;
    private final List<OAuthSession> ended = new ArrayList<>();
    private final SortedMap<String, Integer> clientKeys = new TreeMap<>();
    private int all;
    private int appPasswords;
    private int expired;
    private int otherEnded;

    SessionCounts(Instant now) {
        this.now = now;
    }

    @Override
    public void accept(OAuthSession session) {
        all++;
        appPasswords += session.isBearer() ? 1 : 0;
        String key = session.clientKeyId();
        if (session.refreshExpired(now)) {
            if (ended.size() < MAX_ENDED) {
                ended.add(session);
            } else {
                otherEnded++;
            }
        } else {
            expired += session.isExpired(now) ? 1 : 0;
            if (key != null) {
                clientKeys.merge(key, 1, Integer::sum);
            }
        }
    }

    int all() {
        return all;
    }

    int appPasswords() {
        return appPasswords;
    }

    /** Returns the number of sessions with a valid access token. */
    int active() {
        return all - expired - allEnded();
    }

    /** Returns the number of sessions whose access token has expired. A refresh renews it. */
    int expired() {
        return expired;
    }

    int allEnded() {
        return ended.size() + otherEnded;
    }

    /** Returns the first sessions that have ended. */
    List<OAuthSession> ended() {
        return ended;
    }

    /** Returns the number of ended sessions that are not in {@link #ended}. */
    int otherEnded() {
        return otherEnded;
    }

    /** Returns the number of sessions for each key as text. */
    static String text(SortedMap<String, Integer> keys) {
        return keys.entrySet().stream()
                .map(entry -> entry.getValue() + " with " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    /** Returns the number of sessions that have not ended, for each client key that they need. */
    SortedMap<String, Integer> clientKeys() {
        return clientKeys;
    }
}
