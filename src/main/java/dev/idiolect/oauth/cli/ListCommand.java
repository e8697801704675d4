package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.store.StoreProblem;
import dev.idiolect.oauth.store.StoreReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the sessions. */
@Command(
        name = "list",
        header = "List the sessions.",
        description = {
            "Every session with its account, its server, its kind, how long its access token lives (a refresh gives a new one)"
                    + " and how long the session does, where the server said so. No secrets. What can't be read is named on"
                    + " standard error.",
            ""
        },
        footer = {"", "Example:", "  idiolect oauth list --json | jq -r '.[] | select(.ended | not) | .did'"},
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {ExitCode.Text.DONE, ExitCode.Text.USAGE, ExitCode.Text.STORE, ExitCode.Text.BUG})
final class ListCommand implements Callable<Integer> {

    private final CliEnvironment around;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    @Mixin
    private VerboseOption verbose = new VerboseOption();

    ListCommand(CliEnvironment around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        Console talk = new Console(spec.commandLine().getErr());
        Instant now = around.clock().instant();
        boolean broken = false;
        try (CliStore store = storeOptions.store(around)) {
            StoreReport report = store.report();
            if (json) {
                out.println(JsonOutput.text(
                        JsonOutput.sessions(report.sessions(), now).build()));
            } else if (report.sessions().isEmpty()) {
                talk.say("No sessions in " + store.path() + ". Sign in: idiolect oauth login --handle HANDLE"
                        + storeOptions.typed());
            } else {
                SessionTable.lines(report.sessions(), now).forEach(out::println);
            }
            out.flush();
            for (StoreProblem problem : report.problems()) {
                switch (problem.kind()) {
                    case UNREADABLE -> {
                        broken = true;
                        talk.error(problem.what() + ". " + problem.remedy());
                    }
                    case SHARED -> talk.warn(problem.what() + ". " + problem.remedy());
                    case ORPHANED -> {} // For status.
                }
            }
        }
        return broken ? ExitCode.STORE : ExitCode.DONE;
    }
}
