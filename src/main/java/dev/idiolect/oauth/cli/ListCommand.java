package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.store.StoreProblem;
import dev.idiolect.oauth.store.StoreReport;
import java.time.Instant;
import picocli.CommandLine.Command;

/** Lists the sessions. */
@Command(
        name = "list",
        header = "List the stored sessions.",
        description = {
            "Prints each session with its account, PDS and kind, and the remaining lifetimes of its access token and of the"
                    + " session. A refresh renews the access token. The lifetime of a session is unknown if the server did not"
                    + " send it. Unreadable sessions are reported on standard error. Prints no secrets.",
            ""
        },
        footer = {"", "Example:", "  idiolect oauth list --json | jq -r '.[] | select(.ended | not) | .did'"},
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {ExitCode.Help.OK, ExitCode.Help.USAGE, ExitCode.Help.STORE, ExitCode.Help.BUG})
final class ListCommand extends StoreCommand {

    ListCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    int run(CliStore store, Console console) {
        Instant now = environment().clock().instant();
        SessionOutput output = json() ? new JsonSessions(now, this::print) : new SessionTable(now, this::print);
        StoreReport report = store.report(output::add);
        if (output.end() == 0 && !json()) {
            console.info(
                    "No sessions in " + store.location() + ". To sign in, run: idiolect oauth login --handle HANDLE"
                            + storeOptions().asArguments());
        }
        boolean unreadable = false;
        for (StoreProblem problem : report.problems()) {
            String message = problem.message() + ". " + problem.remedy();
            switch (problem.kind()) {
                case UNREADABLE -> {
                    unreadable = true;
                    console.error(message);
                }
                case PERMISSIONS -> console.warn(message);
                case ORPHANED -> {} // Reported by the status command.
            }
        }
        return unreadable ? ExitCode.STORE : ExitCode.OK;
    }
}
