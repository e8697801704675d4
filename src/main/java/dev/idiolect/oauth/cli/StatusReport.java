package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.store.StoreReport;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code status}, as text and as JSON.
 *
 * @param report the report of the store, or null if the store could not be read
 * @param sessions the readable sessions
 * @param missingKeys the ids of encryption keys that sessions need, but that were not given
 */
record StatusReport(
        CliStore store,
        @Nullable StoreReport report,
        SessionCounts sessions,
        List<String> missingKeys,
        List<Problem> problems) {

    /** The maximum number of problems with the same remedy in the text. JSON has all. */
    private static final int MAX_LINES = 20;

    private static final String UNKNOWN = "unknown";

    private static final List<String> UNKNOWN_MEMBERS = List.of(
            "sessions",
            "states",
            "appPasswords",
            "plainSessions",
            "encryptionKeys",
            "missingEncryptionKeys",
            "clientKeys",
            "pendingLogins");

    /**
     * A problem of the store.
     *
     * @param message the description, with or without a full stop
     * @param remedy the fix, without a full stop, because users copy a command from its end
     */
    record Problem(String message, String remedy) {}

    String toText() {
        List<String> lines = new ArrayList<>();
        lines.add("Store     " + store.kind() + ", " + store.location());
        lines.add("Sessions  " + (report == null ? UNKNOWN : sessionsOf(report)));
        lines.add("Encrypted " + (report == null ? UNKNOWN : encryption(report)));
        String indent = "Clients   ";
        for (Map.Entry<String, Integer> key : sessions.clientKeys().entrySet()) {
            lines.add(indent + key.getValue() + " with the client key " + key.getKey());
            indent = " ".repeat(indent.length());
        }
        lines.add("Logins    " + (report == null ? UNKNOWN : pending(report.pendingLogins())));
        lines.add("Problems  " + (problems.isEmpty() ? "none" : problems.size()));
        byRemedy().forEach((remedy, messages) -> {
            lines.add("");
            messages.stream().limit(MAX_LINES).forEach(message -> lines.add(message + "."));
            if (messages.size() > MAX_LINES) {
                lines.add("(" + (messages.size() - MAX_LINES) + " more: --json lists all)");
            }
            // No full stop, because users copy a command from this line.
            lines.add("  " + remedy);
        });
        // Escaped line by line, because a file name can contain a line break.
        return String.join(
                System.lineSeparator(), lines.stream().map(TerminalText::escape).toList());
    }

    private String sessionsOf(StoreReport known) {
        int unreadable = unreadable(known);
        int appPasswords = sessions.appPasswords();
        return sessions.all()
                + (appPasswords == 0 ? "" : ", " + appPasswords + " with app password")
                + (unreadable == 0 ? "" : ", and " + unreadable + " that cannot be read");
    }

    private int unreadable(StoreReport known) {
        return Math.max(0, sum(known.encryption()) - sessions.all());
    }

    private static String pending(int logins) {
        return (logins == 0 ? "none" : logins) + " pending";
    }

    /** Returns the number of encrypted sessions, in all and for each key. */
    private static String encryption(StoreReport report) {
        SortedMap<String, Integer> keys = new TreeMap<>(report.encryption());
        Integer plain = keys.remove("");
        int encrypted = sum(keys);
        return encrypted + " of " + (encrypted + (plain == null ? 0 : plain))
                + (keys.isEmpty() ? "" : ": " + SessionCounts.text(keys));
    }

    private static int sum(SortedMap<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    // If a key is missing, all sessions have the same remedy.
    private Map<String, List<String>> byRemedy() {
        Map<String, List<String>> messages = new LinkedHashMap<>();
        for (Problem problem : problems) {
            String message = problem.message().replaceFirst("\\.$", "");
            messages.computeIfAbsent(problem.remedy(), remedy -> new ArrayList<>())
                    .add(message);
        }
        return messages;
    }

    /**
     * Returns JSON whose numbers are null if they are not known. As in a health check, the store is ready if it responds and
     * its keys are there.
     */
    JsonObject toJson() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        problems.forEach(problem -> array.add(
                Json.createObjectBuilder().add("problem", problem.message()).add("remedy", problem.remedy())));
        JsonObjectBuilder status =
                Json.createObjectBuilder().add("store", store.kind().name());
        store.describe(status);
        status.add("exists", store.exists())
                .add("responds", report != null)
                .add("ready", report != null && missingKeys.isEmpty());
        if (report == null) {
            UNKNOWN_MEMBERS.forEach(name -> status.add(name, JsonValue.NULL));
        } else {
            SortedMap<String, Integer> encrypted = new TreeMap<>(report.encryption());
            Integer plain = encrypted.remove("");
            status.add("sessions", sessions.all())
                    .add("states", states(report))
                    .add("appPasswords", sessions.appPasswords())
                    .add("plainSessions", plain == null ? 0 : plain)
                    .add("encryptionKeys", object(encrypted))
                    .add("missingEncryptionKeys", Json.createArrayBuilder(missingKeys))
                    .add("clientKeys", object(sessions.clientKeys()))
                    .add("pendingLogins", report.pendingLogins());
        }
        return status.add("problems", array).build();
    }

    private JsonObjectBuilder states(StoreReport known) {
        return Json.createObjectBuilder()
                .add("active", sessions.active())
                .add("expired", sessions.expired())
                .add("ended", sessions.allEnded())
                .add("unreadable", unreadable(known));
    }

    private static JsonObjectBuilder object(SortedMap<String, Integer> counts) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        counts.forEach(object::add);
        return object;
    }
}
