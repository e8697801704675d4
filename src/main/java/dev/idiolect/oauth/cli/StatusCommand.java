package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.cli.StatusReport.Problem;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Checks the store. */
@Command(
        name = "status",
        header = "Check the store, and show how to fix its problems.",
        description = {
            "Reports sessions that have ended or cannot be read, files that other users can access, and leftover files."
                    + " Changes no session and contacts no server.",
            "With --json, also prints whether the store responds and its keys are there (ready), and the number of sessions by"
                    + " state: active, expired (a refresh renews the access token), ended, unreadable.",
            ""
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {ExitCode.Help.OK, ExitCode.Help.USAGE, ExitCode.Help.STORE, ExitCode.Help.BUG})
final class StatusCommand extends StoreCommand {

    StatusCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    int run(CliStore store, Console console) {
        List<Problem> problems = new ArrayList<>();
        StoreReport report = null;
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
                    sessions.otherEnded() + " other sessions have ended", "Sign in again, or sign the accounts out"));
        }
        StatusReport status =
                new StatusReport(store, report, sessions, report == null ? List.of() : missingKeys(report), problems);
        if (json()) {
            print(status.toJson());
        } else {
            print(status.toText());
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.STORE;
    }

    private List<String> missingKeys(StoreReport report) {
        List<String> given = storeOptions().keyIds(environment().variables());
        return report.encryption().keySet().stream()
                .filter(id -> !id.isEmpty() && !given.contains(id))
                .toList();
    }
}
