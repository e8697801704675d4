package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Refreshes a session. */
@Command(
        name = "refresh",
        header = "Refresh a session.",
        description = {
            "Exchanges the session's tokens for new ones, even if the access token is still valid. Applications refresh by"
                    + " themselves. Use this command to check that a session is still valid.",
            ""
        },
        footer = {"", "Example:", "  idiolect oauth refresh --handle alice.bsky.social"},
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Help.OK,
            ExitCode.Help.FAILED,
            ExitCode.Help.USAGE,
            ExitCode.Help.NO_SESSION,
            ExitCode.Help.TRY_LATER,
            ExitCode.Help.STORE,
            ExitCode.Help.BUG,
            ExitCode.Help.INTERRUPTED
        })
final class RefreshCommand extends StoreCommand {

    @Mixin
    private AccountOption account = new AccountOption();

    RefreshCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    int run(CliStore store, Console console) {
        Clock clock = environment().clock();
        try (ShutdownGuard guard = new ShutdownGuard(console, "Cancelled. The session is unchanged.")) {
            OAuthSession stored = account.session(store, environment());
            Refresher refresher = Refresher.builder(new DpopProofFactory())
                    .identities(account.identities(environment()))
                    .timeout(NetworkOptions.TIMEOUT)
                    .clock(clock)
                    .build();
            OAuthSession session;
            try (SessionRefresher sessions =
                    SessionRefresher.builder(store, refresher).clock(clock).build()) {
                session = guard.runUninterruptibly(() -> refresh(stored, sessions));
            }
            console.info("Refreshed " + SessionTable.displayName(session) + ". Lifetime of the access token: "
                    + Lifetimes.accessToken(session, clock.instant()) + ".");
            if (json()) {
                print(JsonOutput.session(session, clock.instant()).build());
            }
        }
        return ExitCode.OK;
    }

    private OAuthSession refresh(OAuthSession stored, SessionRefresher sessions) {
        try {
            return sessions.refresh(stored.did());
        } catch (ReauthenticationRequiredException e) {
            throw CommandException.withAdvice(
                    ExitCode.NO_SESSION, String.valueOf(e.getMessage()), loginAgain(stored), e.getCause());
        }
    }
}
