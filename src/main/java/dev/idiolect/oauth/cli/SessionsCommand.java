package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.store.SessionSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists when sessions end. */
@Command(
        name = "sessions",
        header = "List when sessions end, without reading their tokens.",
        description = {
            "Prints each account with the remaining time of its session, after which the user must sign in again. Reads the store"
                    + " in pages, so it suits stores of any size. To check the sessions themselves, use list or status.",
            "A refresh extends the time. If the server did not send the end of a session, it is estimated from the last"
                    + " refresh and --lifetime, and shown with \"about\".",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  idiolect oauth sessions --expiring 3d",
            "  idiolect oauth sessions --expiring 12h --lifetime 90d --json | jq -r '.[].did'"
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {ExitCode.Help.OK, ExitCode.Help.USAGE, ExitCode.Help.STORE, ExitCode.Help.BUG})
final class SessionsCommand extends StoreCommand {

    private static final int PAGE = 1000;
    private static final List<String> HEAD = List.of("DID", "HANDLE", "PDS", "KIND", "SESSION");

    @Option(
            names = "--expiring",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "List only sessions that end within this time, or have ended, such as 12h or 3d.")
    private @Nullable Duration expiring;

    @Option(
            names = "--lifetime",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = {
                "How long a session lives after its last refresh, if its server did not send its end.",
                "Default: 14d, as for a public client on the Bluesky servers. For a confidential client, use 90d."
            })
    private Duration lifetime = Duration.ofDays(14);

    SessionsCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    int run(CliStore store, Console console) {
        Instant now = environment().clock().instant();
        int printed = json() ? printJson(store, now) : printTable(store, now);
        if (printed == 0 && !json()) {
            console.info(
                    expiring == null
                            ? "No sessions in " + store.location() + "."
                            : "No session in " + store.location() + " ends within this time.");
        }
        return ExitCode.OK;
    }

    private int printJson(CliStore store, Instant now) {
        JsonList list = new JsonList(this::print);
        forEach(
                store,
                now,
                (session, end) -> list.add(JsonOutput.summary(session, end, now).build()));
        return list.end();
    }

    private int printTable(CliStore store, Instant now) {
        TextTable table = new TextTable(HEAD, this::print);
        forEach(
                store,
                now,
                (session, end) -> table.add(List.of(
                        TerminalText.escape(session.did()),
                        session.handle().map(TerminalText::escape).orElse("-"),
                        TerminalText.escape(session.pdsUrl()),
                        SessionTable.kind(session.isBearer()),
                        end.text(now))));
        return table.end();
    }

    private interface Row {
        void add(SessionSummary session, SessionEnd end);
    }

    private void forEach(CliStore store, Instant now, Row row) {
        List<SessionSummary> page = store.page(null, PAGE);
        while (!page.isEmpty()) {
            for (SessionSummary session : page) {
                SessionEnd end = SessionEnd.of(session, lifetime);
                if (expiring == null || !end.at().isAfter(now.plus(expiring))) {
                    row.add(session, end);
                }
            }
            page = store.page(page.get(page.size() - 1).did(), PAGE);
        }
    }
}
