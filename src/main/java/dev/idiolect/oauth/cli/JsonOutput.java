package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON for scripts, without secrets. Times are in UTC in the format of RFC 3339. */
final class JsonOutput {

    // Each lookup of an implementation searches the class path.
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
    private static final JsonWriterFactory WRITERS =
            Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

    private JsonOutput() {}

    static JsonObjectBuilder session(OAuthSession session, Instant now) {
        JsonObjectBuilder json = BUILDERS.createObjectBuilder()
                .add("did", session.did())
                .add("pdsUrl", session.pdsUrl())
                .add("kind", SessionTable.kind(session.isBearer()));
        add(json, "handle", session.handle());
        add(json, "scope", session.scope());
        add(json, "issuer", session.issuer());
        add(json, "clientId", session.clientId());
        json.add("issuedAt", session.issuedAt().toString())
                .add("expiresAt", session.expiresAt().toString());
        add(json, "refreshExpiresAt", session.refreshExpiresAt());
        return json.add("expired", session.isExpired(now)).add("ended", session.refreshExpired(now));
    }

    /** Returns the listed parts of a session, and when it ends. */
    static JsonObjectBuilder summary(SessionSummary session, SessionEnd end, Instant now) {
        JsonObjectBuilder json = BUILDERS.createObjectBuilder()
                .add("did", session.did())
                .add("pdsUrl", session.pdsUrl())
                .add("kind", SessionTable.kind(session.isBearer()));
        add(json, "handle", session.handle().orElse(null));
        add(json, "issuer", session.issuer().orElse(null));
        json.add("issuedAt", session.issuedAt().toString())
                .add("endsAt", end.at().toString())
                .add("estimated", end.isEstimated());
        return json.add("ended", session.refreshExpired(now));
    }

    static String format(JsonStructure json) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = WRITERS.createWriter(text)) {
            writer.write(json);
        }
        // JSON does not escape all characters that a terminal interprets.
        return TerminalText.escapeLines(text.toString().strip());
    }

    private static void add(JsonObjectBuilder json, String name, @Nullable Object value) {
        if (value != null) {
            json.add(name, value.toString());
        }
    }
}
