package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.login.LogoutException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import jakarta.json.Json;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Signs an account out. */
@Command(
        name = "logout",
        header = "Sign an account out.",
        description = {
            "Revokes the session at its server, then deletes it from the store. If the server cannot be reached, the session"
                    + " stays stored so that you can try again.",
            ""
        },
        footer = {"", "Examples:", "  idiolect oauth logout", "  idiolect oauth logout --handle alice.bsky.social"},
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
final class LogoutCommand extends StoreCommand {

    @Mixin
    private AccountOption account = new AccountOption();

    @Option(
            names = "--force",
            description =
                    "Delete the session even if it cannot be revoked or read. Its tokens may stay valid at the server.")
    private boolean force;

    LogoutCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    int run(CliStore store, Console console) {
        try (ShutdownGuard guard = new ShutdownGuard(console, "Cancelled. The session is still stored.")) {
            AccountOption.Selection selected = account.select(store, environment());
            OAuthSession session;
            try {
                session = account.load(selected, store);
            } catch (StoreException e) {
                String did = selected.did();
                if (!force || e.isTransient() || !isUnreadable(store, did)) {
                    throw e;
                }
                if (selected.listedHandle() != null) {
                    throw new CommandException(
                            ExitCode.STORE,
                            e.getMessage() + ". Its handle cannot be verified. To delete the session, use --did " + did,
                            e);
                }
                store.delete(did);
                console.info("Deleted the unreadable session of " + did + ". It was not revoked at its server.");
                printJson(did, false);
                return ExitCode.OK;
            }
            try (LoginSettings settings =
                    NetworkOptions.loginSettings(store, environment().clock(), session.pdsUrl())) {
                Logout logout = new Logout(null, settings);
                // Strict without --force, because no revocation continues after this command.
                boolean revoked = guard.runUninterruptibly(() -> logout.logout(session.did(), !force));
                // If the revocation failed, the log has the reason.
                console.info("Signed out " + SessionTable.displayName(session) + ".");
                printJson(session.did(), revoked);
            } catch (LogoutException e) {
                throw new CommandException(
                        ErrorHandler.exitCode(e),
                        e.getMessage() + ". The session is still stored. Try again, or delete it with --force",
                        e);
            }
        }
        return ExitCode.OK;
    }

    private void printJson(String did, boolean revoked) {
        if (json()) {
            print(Json.createObjectBuilder()
                    .add("did", did)
                    .add("revoked", revoked)
                    .build());
        }
    }

    // Throws if the whole store cannot be used, because the session itself may then be intact.
    private static boolean isUnreadable(CliStore store, String did) {
        AtomicBoolean found = new AtomicBoolean();
        store.report(session -> found.compareAndSet(false, did.equals(session.did())));
        return !found.get();
    }
}
