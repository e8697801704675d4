package dev.idiolect.oauth.seal.internal;

import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.seal.KeySource;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the keys of a source, and fetches them again when a caller needs an unknown one, or encrypts with keys that are too
 * old. Thread-safe.
 */
final class KeyRing {

    /** The pause after a fetch without the needed key, so that many sessions with a lost key do not flood the source. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(KeyRing.class.getName());

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final KeySource source;
    private final LongSupplier nanoTime;
    private final long maxAge;
    private final AtomicLong askedAt;
    private volatile boolean warned;
    private volatile EncryptionKeys keys;
    private @Nullable Long inVain;
    private boolean sourceFailed;

    KeyRing(KeySource source, LongSupplier nanoTime) throws SealException {
        this.source = source;
        this.nanoTime = nanoTime;
        maxAge = source.maxAge().map(KeyRing::nanos).orElse(Long.MAX_VALUE);
        askedAt = new AtomicLong(nanoTime.getAsLong());
        keys = fetch(null);
    }

    private static long nanos(Duration maxAge) {
        if (maxAge.isNegative()) {
            return 0;
        }
        return maxAge.compareTo(FOREVER) < 0 ? maxAge.toNanos() : Long.MAX_VALUE;
    }

    /** Returns the key that encrypts. One caller waits for the source if the keys are too old. */
    EncryptionKey first() {
        long now = nanoTime.getAsLong();
        long asked = askedAt.get();
        if (now - asked >= maxAge && askedAt.compareAndSet(asked, now)) {
            renew();
        }
        return keys.first();
    }

    // A failure must not prevent the save of new tokens.
    private void renew() {
        try {
            keys = fetch(null);
            warned = false;
        } catch (SealException e) {
            LOG.log(
                    warned ? Level.DEBUG : Level.WARNING,
                    "IDOA-0504: The store continues with the encryption keys that it has: {0}",
                    e.getMessage());
            warned = true;
        }
    }

    /**
     * Returns a key. Waits for the source if the key is unknown.
     *
     * @throws SealException if the source has no such key, or fails
     */
    EncryptionKey byId(String id) throws SealException {
        EncryptionKey known = keys.byId(id);
        return known == null ? fetchFor(id) : known;
    }

    // Only callers whose key is unknown wait here.
    private synchronized EncryptionKey fetchFor(String id) throws SealException {
        EncryptionKey key = keys.byId(id);
        if (key == null && (inVain == null || nanoTime.getAsLong() - inVain >= PAUSE.toNanos())) {
            sourceFailed = true;
            try {
                keys = fetch(id);
                sourceFailed = false;
                key = keys.byId(id);
            } finally {
                // Measured after the fetch: callers that waited for a hanging source must not each start another fetch.
                inVain = key == null ? nanoTime.getAsLong() : null;
            }
        }
        if (key == null && sourceFailed) {
            throw SealException.noSource(
                    id,
                    "it is encrypted with the key " + SafeText.text(id)
                            + ", which is not available: the key source has just failed",
                    null);
        }
        if (key == null) {
            throw SealException.missingKey(
                    id,
                    "it is encrypted with the key " + SafeText.text(id) + ", but the encryption keys are " + keys
                            + ": add that key again");
        }
        return key;
    }

    private EncryptionKeys fetch(@Nullable String id) throws SealException {
        String jwks;
        try {
            jwks = source.keys();
        } catch (RuntimeException e) {
            // The message of an application's exception may contain anything; it stays in the cause.
            String reason = e instanceof UncheckedIOException
                    ? SafeText.text(String.valueOf(e.getMessage()))
                    : "the key source threw " + e.getClass().getSimpleName();
            throw SealException.noSource(
                    id,
                    id == null
                            ? "the encryption keys are not available: " + reason
                            : "it is encrypted with the key " + SafeText.text(id) + ", which is not available: "
                                    + reason,
                    e);
        }
        try {
            return EncryptionKeys.parse(jwks);
        } catch (SealException e) {
            // While a file is written, it is incomplete. The session is intact.
            throw id == null
                    ? e
                    : SealException.noSource(
                            id, "it is encrypted with the key " + SafeText.text(id) + ", but " + e.getMessage(), null);
        }
    }
}
