package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.cli.internal.doctor.Check;
import dev.idiolect.oauth.cli.internal.doctor.Doctor;
import dev.idiolect.oauth.cli.internal.doctor.Finding;
import dev.idiolect.oauth.cli.internal.doctor.Finding.Status;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Prints the findings of {@code doctor} at once, as lines or as a JSON array, and the progress on a terminal. */
final class DoctorOutput implements Doctor.Observer {

    private static final int STATUS_WIDTH = 4;

    private final boolean json;
    private final boolean showsProgress;
    private final Console console;
    private final Consumer<String> print;
    private final JsonList list;
    private final Map<Status, Integer> counts = new EnumMap<>(Status.class);

    /** @param print prints lines */
    DoctorOutput(boolean json, boolean showsProgress, Console console, Consumer<String> print) {
        this.json = json;
        this.showsProgress = showsProgress;
        this.console = console;
        this.print = print;
        list = new JsonList(print);
    }

    @Override
    public void starting(Check check) {
        if (showsProgress) {
            console.progress("Checking " + check.name() + " ...");
        }
    }

    @Override
    public void found(Check check, Finding finding) {
        console.endProgress();
        counts.merge(finding.status(), 1, Integer::sum);
        if (json) {
            JsonObjectBuilder element = Json.createObjectBuilder()
                    .add("check", check.name())
                    .add("status", finding.status().name().toLowerCase(Locale.ROOT))
                    .add("message", finding.message());
            if (finding.fix() != null) {
                element.add("fix", finding.fix());
            }
            list.add(element.build());
        } else {
            String status = finding.status().name();
            // No full stop after the fix, because users copy a command from its end.
            print.accept(status + " ".repeat(STATUS_WIDTH - status.length()) + "  "
                    + TerminalText.escape(check.name() + ": " + finding.message()
                            + (finding.fix() == null ? "" : ". " + finding.fix())));
        }
    }

    /** Prints the rest. */
    void end() {
        console.endProgress();
        if (json) {
            list.end();
        } else {
            console.info(
                    hasFailures() || count(Status.WARN) > 0
                            ? "Failed: " + count(Status.FAIL) + ", warnings: " + count(Status.WARN) + "."
                            : "No problems found.");
        }
    }

    boolean hasFailures() {
        return count(Status.FAIL) > 0;
    }

    private int count(Status status) {
        return counts.getOrDefault(status, 0);
    }
}
