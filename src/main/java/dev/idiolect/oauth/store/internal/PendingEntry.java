package dev.idiolect.oauth.store.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/** A stored pending login. */
public final class PendingEntry {

    private static final Pattern STATE = Pattern.compile("[\\x21-\\x7e]{1,512}");

    /**
     * The maximum length of a body, in characters. A login takes about 1,000. A hostile server can make it 8,000, with
     * two endpoint URLs and a DID of the maximum length.
     */
    public static final int MAX_BODY = 16 * 1024;

    private final Instant expiresAt;

    // Transient, so that no serializer writes it.
    private final transient String body;

    public PendingEntry(Instant expiresAt, String body) {
        this.expiresAt = expiresAt;
        this.body = body;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    public String body() {
        return body;
    }

    /** Returns whether a text has the syntax of an OAuth {@code state}. */
    public static boolean isState(String state) {
        return STATE.matcher(state).matches();
    }

    /** Fails if a login cannot be saved. */
    public static void require(String state, String body, Failure failure) {
        if (!isState(state)) {
            throw failure.exception(
                    "Invalid state of " + state.length()
                            + " characters: a login's state has 1 to 512 visible ASCII characters",
                    null);
        }
        if (body.length() > MAX_BODY) {
            throw failure.exception(
                    "Cannot save a pending login of " + body.length() + " characters: use at most " + MAX_BODY, null);
        }
    }

    /** Returns the storage key of a state: a hash, so that file names and keys do not reveal states. */
    public static String key(String state) {
        return Sha256.hex(state);
    }

    /** Returns the message for a store that is full. */
    public static String full(int limit) {
        return limit + " logins are pending, the maximum. Retry later, when some have ended or expired";
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** Returns expiry time and body as one text. */
    public String text() {
        return expiresAt + "\n" + body;
    }

    public static PendingEntry parse(String text, String where, Failure failure) {
        int end = text.indexOf('\n');
        try {
            return new PendingEntry(Instant.parse(text.substring(0, Math.max(0, end))), text.substring(end + 1));
        } catch (DateTimeException e) {
            throw failure.exception("Cannot read " + where + ": its first line is not a time", null);
        }
    }

    /** Returns a text for logs, without the body, which is a secret. */
    @Override
    public String toString() {
        return "PendingEntry[expiresAt=" + expiresAt + "]";
    }
}
