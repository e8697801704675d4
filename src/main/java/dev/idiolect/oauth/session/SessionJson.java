package dev.idiolect.oauth.session;

import dev.idiolect.oauth.session.internal.JsonbMissingException;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.json.stream.JsonParsingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the JSON form of {@link OAuthSession}. */
final class SessionJson {

    // RFC 3339 section 5.6 allows lower-case "t" and "z".
    private static final DateTimeFormatter RFC_3339 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_OFFSET_DATE_TIME)
            .toFormatter();

    private static volatile @Nullable Jsonb jsonb;

    private SessionJson() {}

    static String write(OAuthSession session) {
        JsonObjectBuilder json = Builders.FACTORY
                .createObjectBuilder()
                .add("did", session.did())
                .add("pdsUrl", session.pdsUrl())
                .add("accessJwt", session.accessJwt())
                .add("refreshJwt", session.refreshJwt())
                .add("dpopPrivateKeyJwk", session.dpopPrivateKeyJwk());
        add(json, "dpopNonce", session.dpopNonce());
        add(json, "tokenType", session.tokenType());
        add(json, "scope", session.scope());
        add(json, "handle", session.handle());
        add(json, "issuedAt", session.issuedAt());
        add(json, "expiresAt", session.expiresAt());
        add(json, "refreshExpiresAt", session.refreshExpiresAt());
        add(json, "issuer", session.issuer());
        add(json, "clientId", session.clientId());
        add(json, "clientKeyId", session.clientKeyId());
        add(json, "signedInAt", session.signedInAt());
        return jsonb().toJson(json.build());
    }

    static OAuthSession read(String text) {
        JsonObject json = parse(text);
        String did = required(json, "did");
        if (!Did.isValid(did)) {
            throw new SessionFormatException("Invalid session: member \"did\" is not a DID");
        }
        return OAuthSession.builder()
                .did(did)
                .pdsUrl(required(json, "pdsUrl"))
                .accessJwt(required(json, "accessJwt"))
                .refreshJwt(required(json, "refreshJwt"))
                .dpopPrivateKeyJwk(required(json, "dpopPrivateKeyJwk"))
                .issuedAt(orEpoch(time(json, "issuedAt")))
                .expiresAt(orEpoch(time(json, "expiresAt")))
                .dpopNonce(optional(json, "dpopNonce"))
                .tokenType(optional(json, "tokenType"))
                .scope(optional(json, "scope"))
                .handle(optional(json, "handle"))
                .refreshExpiresAt(time(json, "refreshExpiresAt"))
                .issuer(optional(json, "issuer"))
                .clientId(optional(json, "clientId"))
                .clientKeyId(optional(json, "clientKeyId"))
                .signedInAt(time(json, "signedInAt"))
                .build();
    }

    private static JsonObject parse(String text) {
        JsonValue value;
        try {
            value = jsonb().fromJson(text, JsonValue.class);
        } catch (JsonbException | JsonException e) {
            // The parser's message may quote the text, so the exception is not used as the cause.
            throw new SessionFormatException("Invalid session: malformed JSON" + location(e));
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new SessionFormatException(
                "Invalid session: expected a JSON object, found " + (value == null ? "nothing" : value.getValueType()));
    }

    private static String location(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonParsingException parsing && parsing.getLocation() != null) {
                return " at line " + parsing.getLocation().getLineNumber() + ", column "
                        + parsing.getLocation().getColumnNumber();
            }
        }
        return "";
    }

    private static String required(JsonObject json, String name) {
        String value = optional(json, name);
        if (value == null) {
            throw new SessionFormatException("Invalid session: member \"" + name + "\" is missing");
        }
        return value;
    }

    private static @Nullable String optional(JsonObject json, String name) {
        JsonValue value = json.get(name);
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        if (value instanceof JsonString string) {
            return string.getString();
        }
        throw new SessionFormatException(
                "Invalid session: member \"" + name + "\" must be a string, found " + value.getValueType());
    }

    private static @Nullable Instant time(JsonObject json, String name) {
        if (!(json.get(name) instanceof JsonString string)) {
            return null;
        }
        try {
            return OffsetDateTime.parse(string.getString(), RFC_3339).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static Instant orEpoch(@Nullable Instant time) {
        return time == null ? Instant.EPOCH : time;
    }

    private static void add(JsonObjectBuilder json, String name, @Nullable Object value) {
        if (value != null) {
            json.add(name, value.toString());
        }
    }

    /** Created once, since the lookup searches the class path. */
    private static final class Builders {
        static final JsonBuilderFactory FACTORY = Json.createBuilderFactory(Map.of());
    }

    private static Jsonb jsonb() {
        Jsonb ready = jsonb;
        if (ready == null) {
            try {
                ready = JsonbBuilder.create();
            } catch (JsonbException e) {
                throw new JsonbMissingException(e);
            }
            jsonb = ready;
        }
        return ready;
    }
}
