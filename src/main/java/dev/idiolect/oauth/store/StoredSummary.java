package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The summary of an encrypted session in the header of its text, so that listing sessions decrypts nothing. The header
 * is not encrypted. A reader that opens the text checks it.
 */
final class StoredSummary {

    /** Longer parts, which no server may send, are left out, so that the header stays readable. */
    private static final int MAX_LENGTH = 8_192;

    private StoredSummary() {}

    /** Returns the parts for the header; none if they are too long. */
    static Map<String, Object> write(OAuthSession session) {
        Map<String, Object> parts = new TreeMap<>();
        parts.put("pdsUrl", session.pdsUrl());
        add(parts, "handle", session.handle());
        add(parts, "issuer", session.issuer());
        add(parts, "tokenType", session.tokenType());
        add(parts, "issuedAt", session.issuedAt());
        add(parts, "expiresAt", session.expiresAt());
        add(parts, "refreshExpiresAt", session.refreshExpiresAt());
        int length = parts.values().stream()
                .mapToInt(part -> part.toString().length())
                .sum();
        return length > MAX_LENGTH ? Map.of() : parts;
    }

    private static void add(Map<String, Object> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.put(name, value.toString());
        }
    }

    /** Returns the summary, or empty if a part is missing or not as {@link #write} writes it. */
    static Optional<SessionSummary> read(String did, Map<String, Object> parts) {
        SessionSummary.Builder summary = new SessionSummary.Builder(did);
        summary.pdsUrl = text(parts, "pdsUrl");
        summary.handle = text(parts, "handle");
        summary.issuer = text(parts, "issuer");
        summary.bearer = OAuthSession.BEARER.equalsIgnoreCase(text(parts, "tokenType"));
        try {
            summary.issuedAt = time(parts, "issuedAt");
            summary.expiresAt = time(parts, "expiresAt");
            summary.refreshExpiresAt = time(parts, "refreshExpiresAt");
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        return summary.pdsUrl == null || summary.issuedAt == null || summary.expiresAt == null
                ? Optional.empty()
                : Optional.of(summary.build());
    }

    private static @Nullable String text(Map<String, Object> parts, String name) {
        return parts.get(name) instanceof String text ? text : null;
    }

    private static @Nullable Instant time(Map<String, Object> parts, String name) {
        String text = text(parts, name);
        return text == null ? null : Instant.parse(text);
    }
}
