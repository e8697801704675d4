package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.login.LogoutException;
import dev.idiolect.oauth.login.RevocationFailure;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Signs an account out. */
@Command(
        name = "logout",
        header = "Sign an account out.",
        description = {
            "Ends the session at its server, then removes it here. If the server can't be told, the session stays, so that you"
                    + " can try again.",
            ""
        },
        footer = {"", "Example:", "  idiolect oauth logout --handle alice.bsky.social"},
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
final class LogoutCommand implements Callable<Integer> {

    private final CliEnvironment around;

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private AccountOption account = new AccountOption();

    @Option(
            names = "--force",
            description =
                    "Remove the session here even if its server can't be told, or if it can't be read; its tokens may stay good"
                            + " there.")
    private boolean force;

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    @Mixin
    private VerboseOption verbose = new VerboseOption();

    LogoutCommand(CliEnvironment around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command line");
        }
        Console talk = new Console(spec.commandLine().getErr());
        try (CliStore store = storeOptions.store(around);
                ShutdownGuard interruption = new ShutdownGuard(talk, "Given up. The session is still there.")) {
            OAuthSession session;
            try {
                session = account.session(store);
            } catch (StoreException e) {
                String did = account.did(store);
                if (!force || !isUnreadable(store, did)) {
                    throw e;
                }
                store.delete(did);
                talk.say("Removed the session of " + did + ", which could not be read. Its server was not told.");
                return ExitCode.DONE;
            }
            Logout logout = new Logout(null, NetworkOptions.context(store, around.clock(), session.pdsUrl()));
            RevocationFailure mode = force ? RevocationFailure.DELETE_SESSION : RevocationFailure.KEEP_SESSION;
            try {
                boolean told = interruption.whole(() -> logout.logout(session.did(), mode));
                String name = SessionTable.name(session);
                talk.say("Signed " + name + " out" + (told ? "." : " here, and not at " + session.pdsUrl() + "."));
            } catch (LogoutException e) {
                talk.say("The session is still stored. Try again, or remove it here alone with --force.");
                throw e;
            }
        }
        return ExitCode.DONE;
    }

    // Not where the store as a whole can't be used: what is there may be good.
    private static boolean isUnreadable(CliStore store, String did) {
        return store.report().sessions().stream().noneMatch(session -> did.equals(session.did()));
    }
}
