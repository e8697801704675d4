package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.AppPasswordRefresher;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.refresh.TokenEndpointRefresher;
import dev.idiolect.oauth.refresh.TokenTypeRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Refreshes a session. */
@Command(
        name = "refresh",
        header = "Get new tokens for a session.",
        description = {
            "Exchanges the session's tokens for new ones, due or not. Nobody needs to: an application refreshes when it is time."
                    + " Use it to find out whether a session is alive.",
            ""
        },
        footer = {"", "Example:", "  idiolect oauth refresh --handle alice.bsky.social"},
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Text.DONE,
            ExitCode.Text.FAILED,
            ExitCode.Text.USAGE,
            ExitCode.Text.NO_SESSION,
            ExitCode.Text.TRY_LATER,
            ExitCode.Text.STORE,
            ExitCode.Text.BUG,
            ExitCode.Text.INTERRUPTED
        })
final class RefreshCommand implements Callable<Integer> {

    private final CliEnvironment around;

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private AccountOption account = new AccountOption();

    @Option(names = "--json", description = "Print the session without its secrets, as JSON.")
    private boolean json;

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    @Mixin
    private VerboseOption verbose = new VerboseOption();

    RefreshCommand(CliEnvironment around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command line");
        }
        Console talk = new Console(spec.commandLine().getErr());
        Clock clock = around.clock();
        try (CliStore store = storeOptions.store(around);
                ShutdownGuard interruption = new ShutdownGuard(talk, "Given up. The session is as it was.")) {
            String did = account.session(store).did();
            Refresher refresher = new TokenTypeRefresher(
                    TokenEndpointRefresher.builder(new DpopProofFactory())
                            .timeout(NetworkOptions.TIMEOUT)
                            .clock(clock)
                            .build(),
                    new AppPasswordRefresher(NetworkOptions.TIMEOUT, clock));
            OAuthSession session = interruption.whole(() -> SessionRefresher.builder(store, refresher)
                    .clock(clock)
                    .build()
                    .refresh(did));
            String name = SessionTable.name(session);
            talk.say("Refreshed " + name + ": the access token lives for "
                    + Durations.ofAccess(session, clock.instant()) + ".");
            if (json) {
                spec.commandLine()
                        .getOut()
                        .println(JsonOutput.text(
                                JsonOutput.session(session, clock.instant()).build()));
                spec.commandLine().getOut().flush();
            }
        }
        return ExitCode.DONE;
    }
}
