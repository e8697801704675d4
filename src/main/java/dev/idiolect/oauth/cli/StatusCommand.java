package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Checks the store. */
@Command(
        name = "status",
        header = "Check the store, and show how to fix its problems.",
        description = {
            "Reports sessions that have ended or cannot be read, files that other users can access, and leftover files."
                    + " Changes no session and contacts no server.",
            ""
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {ExitCode.Help.OK, ExitCode.Help.USAGE, ExitCode.Help.STORE, ExitCode.Help.BUG})
final class StatusCommand extends StoreCommand {

    StatusCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    private record Problem(String message, String remedy) {}

    @Override
    int run(CliStore store, Console console) {
        List<Problem> problems = new ArrayList<>();
        StoreReport report = new StoreReport(List.of(), 0, new TreeMap<>(), List.of());
        SessionCounts sessions = new SessionCounts(environment().clock().instant());
        try {
            report = store.report(sessions);
            report.problems().forEach(problem -> problems.add(new Problem(problem.message(), problem.remedy())));
        } catch (StoreException e) {
            problems.add(new Problem(String.valueOf(e.getMessage()), store.remedy()));
        }
        for (OAuthSession session : sessions.ended()) {
            problems.add(new Problem(
                    "The session of " + SessionTable.displayName(session) + " ended at " + session.refreshExpiresAt(),
                    loginAgain(session)));
        }
        if (sessions.otherEnded() > 0) {
            problems.add(new Problem(
                    sessions.otherEnded() + " other sessions have ended", "Sign in again, or log the accounts out"));
        }
        if (json()) {
            print(json(store, report, sessions, problems));
        } else {
            print(text(store, report, sessions, problems));
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.STORE;
    }

    /** Returns the number of encrypted sessions, in all and for each key. */
    private static String encryption(StoreReport report) {
        SortedMap<String, Integer> keys = new TreeMap<>(report.encryption());
        Integer plain = keys.remove("");
        int encrypted = keys.values().stream().mapToInt(Integer::intValue).sum();
        return encrypted + " of " + (encrypted + (plain == null ? 0 : plain))
                + (keys.isEmpty() ? "" : ": " + counts(keys));
    }

    static String counts(SortedMap<String, Integer> keys) {
        return keys.entrySet().stream()
                .map(entry -> entry.getValue() + " with " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String text(CliStore store, StoreReport report, SessionCounts sessions, List<Problem> problems) {
        int appPasswords = sessions.appPasswords();
        List<String> lines = new ArrayList<>();
        lines.add("Store     " + store.kind() + ", " + store.location());
        lines.add(
                "Sessions  " + sessions.all() + (appPasswords == 0 ? "" : ", " + appPasswords + " with app password"));
        lines.add("Encrypted " + encryption(report));
        SortedMap<String, Integer> clientKeys = sessions.clientKeys();
        if (!clientKeys.isEmpty()) {
            lines.add("Clients   " + counts(clientKeys) + " as client key");
        }
        lines.add("Logins    " + (report.pendingLogins() == 0 ? "none" : report.pendingLogins()) + " pending");
        lines.add("Problems  " + (problems.isEmpty() ? "none" : problems.size()));
        for (Problem problem : problems) {
            lines.add("");
            lines.add(problem.message() + ".");
            // No full stop, because users copy a command from this line.
            lines.add("  " + problem.remedy());
        }
        // Escaped line by line, because a file name can contain a line break.
        return String.join(
                System.lineSeparator(), lines.stream().map(TerminalText::escape).toList());
    }

    private static JsonObjectBuilder object(SortedMap<String, Integer> counts) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        counts.forEach(object::add);
        return object;
    }

    private static JsonObject json(CliStore store, StoreReport report, SessionCounts sessions, List<Problem> problems) {
        SortedMap<String, Integer> encrypted = new TreeMap<>(report.encryption());
        Integer plain = encrypted.remove("");
        JsonArrayBuilder array = Json.createArrayBuilder();
        problems.forEach(problem -> array.add(
                Json.createObjectBuilder().add("problem", problem.message()).add("remedy", problem.remedy())));
        JsonObjectBuilder status =
                Json.createObjectBuilder().add("store", store.kind().name());
        store.describe(status);
        return status.add("sessions", sessions.all())
                .add("plainSessions", plain == null ? 0 : plain)
                .add("encryptionKeys", object(encrypted))
                .add("clientKeys", object(sessions.clientKeys()))
                .add("pendingLogins", report.pendingLogins())
                .add("problems", array)
                .build();
    }
}
