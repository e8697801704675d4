package dev.idiolect.oauth.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A pending login as it is stored, and the form of its key. */
record PendingEntry(Instant expiresAt, String body) {

    private static final Pattern STATE = Pattern.compile("[\\x21-\\x7e]{1,512}");

    /** Whether a text could be the state of a login. */
    static boolean isState(String state) {
        return STATE.matcher(state).matches();
    }

    static void requireState(String state) {
        if (!isState(state)) {
            throw new StoreException("The state of a login is to have 1 to 512 visible ASCII characters, this one has "
                    + state.length() + " characters");
        }
    }

    /** What a state is kept under: whoever reads names or keys can't answer in a browser's place. */
    static String key(String state) {
        return HexFormat.of().formatHex(SessionFileName.sha256(state));
    }

    static StoreException full(int limit) {
        return new StoreException(
                limit + " logins are pending already. Each makes room when it ends or expires; try again later");
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** One text of both parts. */
    String text() {
        return expiresAt + "\n" + body;
    }

    static PendingEntry parse(String text, String where) {
        int end = text.indexOf('\n');
        try {
            return new PendingEntry(Instant.parse(text.substring(0, Math.max(0, end))), text.substring(end + 1));
        } catch (DateTimeException e) {
            throw new StoreException(where + " can't be read: its first line is no time");
        }
    }

    /** Returns a text for logs; the body is a secret. */
    @Override
    public String toString() {
        return "PendingEntry[expiresAt=" + expiresAt + "]";
    }
}
