package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The summary of an encrypted session, in the protected header of its JWE, so that SQLite can list sessions without
 * decrypting them. The header is not encrypted. Decryption detects whether it was changed. The summary is one line of
 * parts that are separated by spaces, because every read of a session parses the header.
 */
public final class StoredSummary {

    private static final int PARTS = 7;

    /** The maximum length of a line. A longer one is left out, so that the header can still be parsed. */
    private static final int MAX_LENGTH = 8_192;

    private StoredSummary() {}

    /** Returns the line for the header; empty if it would be too long. */
    public static String write(OAuthSession session) {
        String line;
        try {
            line = String.join(
                    " ",
                    session.pdsUrl(),
                    text(session.handle()),
                    text(session.issuer()),
                    text(session.tokenType()),
                    millis(session.issuedAt()),
                    millis(session.expiresAt()),
                    millis(session.refreshExpiresAt()));
        } catch (ArithmeticException e) {
            return ""; // A time in the far future.
        }
        return line.length() > MAX_LENGTH ? "" : line;
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }

    private static String millis(@Nullable Instant time) {
        return time == null ? "" : Long.toString(time.toEpochMilli());
    }

    /**
     * Returns the summary, or empty if {@link #write} cannot have written the line.
     *
     * @throws dev.idiolect.oauth.session.InvalidDidException if {@code did} is not a DID
     */
    static Optional<SessionSummary> read(String did, String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        OAuthSession.Builder session = withoutSecrets(did)
                .pdsUrl(parts[0])
                .handle(textOrNull(parts[1]))
                .issuer(textOrNull(parts[2]))
                .tokenType(textOrNull(parts[3]));
        try {
            session.issuedAt(time(parts[4]))
                    .expiresAt(time(parts[5]))
                    .refreshExpiresAt(parts[6].isEmpty() ? null : time(parts[6]));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
        return Optional.of(SessionSummary.of(session.build()));
    }

    /** Returns a builder of a session without secrets, for {@link SessionSummary#of}. */
    public static OAuthSession.Builder withoutSecrets(String did) {
        return OAuthSession.builder().did(did).accessJwt("").refreshJwt("").dpopPrivateKeyJwk("");
    }

    private static @Nullable String textOrNull(String part) {
        return part.isEmpty() ? null : part;
    }

    private static Instant time(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
