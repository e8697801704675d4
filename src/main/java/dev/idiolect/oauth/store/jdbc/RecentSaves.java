package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.internal.Sha256;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The replacements of stored sessions by this host in the last minute. If the database returns a session that was replaced,
 * it has lost the newer one: a standby without it has taken over. Thread-safe.
 */
final class RecentSaves {

    static final Duration KEPT = Duration.ofMinutes(1);

    private static final int LIMIT = 1_000;
    private static final long MAX_BYTES = 16L * 1024 * 1024;
    private static final int BYTES_PER_ENTRY = 1024;
    private static final long BYTES_PER_HASH = 128;

    /** The last write of an account. Not a record, because the session contains secrets. */
    static final class Saved {

        // Transient, so that no serializer writes it.
        private final transient @Nullable OAuthSession session;
        // Hashes of all sessions that were replaced, because a host may be several saves behind.
        private final Set<String> replaced;
        private final long time;

        private Saved(@Nullable OAuthSession session, Set<String> replaced, long time) {
            this.session = session;
            this.replaced = replaced;
            this.time = time;
        }

        /** Returns the saved session, or null if it was deleted. */
        @Nullable
        OAuthSession session() {
            return session;
        }

        private long bytes() {
            long characters = session == null
                    ? 0
                    : session.accessJwt().length()
                            + session.refreshJwt().length()
                            + session.dpopPrivateKeyJwk().length();
            return BYTES_PER_ENTRY + BYTES_PER_HASH * replaced.size() + 2 * characters;
        }
    }

    private final LongSupplier nanoTime;

    // In the order of their times.
    private final Map<String, Saved> saves = new LinkedHashMap<>();
    private long bytes;

    RecentSaves(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Adds the replacement of a stored session.
     *
     * @param before the replaced session, or null if it is unknown or there was none
     * @param after the new session, or null if the stored one was deleted
     */
    synchronized void add(String did, @Nullable OAuthSession before, @Nullable OAuthSession after) {
        Saved last = remove(did);
        Set<String> replaced = last == null || isOld(last) ? new HashSet<>() : last.replaced;
        if (before != null) {
            replaced.add(hash(before));
        }
        if (after != null) {
            // A server may return the same token again.
            replaced.remove(hash(after));
        }
        if (!replaced.isEmpty()) {
            Saved saved = new Saved(after, replaced, nanoTime.getAsLong());
            saves.put(did, saved);
            bytes += saved.bytes();
            removeOld();
        }
    }

    /** Returns the time for {@link #lost}. */
    long now() {
        return nanoTime.getAsLong();
    }

    /**
     * Returns the last write of an account if the stored session is one that it has replaced.
     *
     * @param readAt when the query of the stored session began; it may have been replaced since then
     */
    synchronized Optional<Saved> lost(OAuthSession stored, long readAt) {
        return Optional.ofNullable(saves.get(stored.did()))
                .filter(saved -> saved.time - readAt <= 0 && !isOld(saved) && saved.replaced.contains(hash(stored)));
    }

    /** Returns the accounts with a replacement in the last minute. */
    synchronized List<String> dids() {
        removeOld();
        return List.copyOf(saves.keySet());
    }

    private @Nullable Saved remove(String did) {
        Saved removed = saves.remove(did);
        bytes -= removed == null ? 0 : removed.bytes();
        return removed;
    }

    private void removeOld() {
        Iterator<Saved> oldest = saves.values().iterator();
        while (oldest.hasNext()) {
            Saved saved = oldest.next();
            if (!isOld(saved) && saves.size() <= LIMIT && bytes <= MAX_BYTES) {
                return;
            }
            oldest.remove();
            bytes -= saved.bytes();
        }
    }

    private boolean isOld(Saved saved) {
        return nanoTime.getAsLong() - saved.time > KEPT.toNanos();
    }

    // With the time, because a server may return an old token again, even to another host.
    private static String hash(OAuthSession session) {
        return Sha256.hex(session.issuedAt() + " " + session.refreshJwt());
    }
}
