package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the store. */
@Command(
        name = "status",
        header = "Say what is stored where, what is broken, and how to mend it.",
        description = {
            "Looks for sessions that can't be read or have ended, files that others have access to, and what was left behind."
                    + " Changes no session and asks no server.",
            ""
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {ExitCode.Text.DONE, ExitCode.Text.USAGE, ExitCode.Text.STORE, ExitCode.Text.BUG})
final class StatusCommand implements Callable<Integer> {

    private final CliEnvironment around;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    @Mixin
    private VerboseOption verbose = new VerboseOption();

    StatusCommand(CliEnvironment around) {
        this.around = around;
    }

    private record Problem(String what, String remedy) {}

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Problem> problems = new ArrayList<>();
        try (CliStore store = storeOptions.store(around)) {
            StoreReport report = new StoreReport(List.of(), 0, List.of());
            try {
                report = store.report();
                report.problems().forEach(found -> problems.add(new Problem(found.what(), found.remedy())));
            } catch (StoreException e) {
                problems.add(new Problem(
                        String.valueOf(e.getMessage()), "Mend or remove it, or choose another place with --path"));
            }
            Instant now = around.clock().instant();
            for (OAuthSession session : report.sessions()) {
                if (session.refreshExpired(now)) {
                    String name = SessionTable.name(session);
                    problems.add(new Problem(
                            "The session of " + name + " ended at " + session.refreshExpiresAt(),
                            "Run: idiolect oauth login --handle " + typed(session) + storeOptions.typed()));
                }
            }
            out.println(json ? json(store, report, problems) : text(store, report, problems));
            out.flush();
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.STORE;
    }

    // To be typed in a shell: a handle in a file can be any text, a DID can't.
    private static String typed(OAuthSession session) {
        String handle = session.handle();
        return handle != null && handle.matches("[A-Za-z0-9][A-Za-z0-9.-]*") ? handle : session.did();
    }

    private static String text(CliStore store, StoreReport report, List<Problem> problems) {
        long appPasswords =
                report.sessions().stream().filter(OAuthSession::isBearer).count();
        List<String> lines = new ArrayList<>();
        lines.add("Store     " + store.kind() + ", " + store.path()
                + (Files.exists(store.path()) ? "" : " (not there yet)"));
        lines.add("Sessions  " + report.sessions().size()
                + (appPasswords == 0 ? "" : ", " + appPasswords + " of them by app password"));
        lines.add("Logins    " + (report.pendingLogins() == 0 ? "none" : report.pendingLogins()) + " pending");
        lines.add("Problems  " + (problems.isEmpty() ? "none" : problems.size()));
        for (Problem problem : problems) {
            lines.add("");
            lines.add(problem.what() + ".");
            // Without a full stop, as what is to be run is copied.
            lines.add("  " + problem.remedy());
        }
        return Printable.lines(String.join("\n", lines));
    }

    private static String json(CliStore store, StoreReport report, List<Problem> problems) {
        JsonArrayBuilder found = Json.createArrayBuilder();
        problems.forEach(problem -> found.add(
                Json.createObjectBuilder().add("problem", problem.what()).add("remedy", problem.remedy())));
        return JsonOutput.text(Json.createObjectBuilder()
                .add("store", store.kind().name())
                .add("path", store.path().toString())
                .add("sessions", report.sessions().size())
                .add("pendingLogins", report.pendingLogins())
                .add("problems", found)
                .build());
    }
}
