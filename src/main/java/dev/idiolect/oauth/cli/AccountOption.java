package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Selects a stored account by DID or handle. */
final class AccountOption {

    @Option(names = "--did", required = true, paramLabel = "DID", description = "The account's DID, as shown by list.")
    private @Nullable String did;

    @Option(
            names = "--handle",
            required = true,
            paramLabel = "HANDLE",
            description = "The account's handle, as shown by list. It is looked up in the store only.")
    private @Nullable String handle;

    /**
     * Returns the account's DID.
     *
     * @throws CommandException if no session, or more than one, has the handle
     */
    String did(CliStore store) {
        if (did != null) {
            return Did.require(did);
        }
        String wanted = String.valueOf(handle).strip().replaceFirst("^(at://)?@?", "");
        List<String> found = store.report().sessions().stream()
                .filter(session -> wanted.equalsIgnoreCase(session.handle()))
                .map(OAuthSession::did)
                .toList();
        if (found.isEmpty()) {
            throw new CommandException(ExitCode.NO_SESSION, "No session with handle " + wanted + " in " + store.path());
        }
        if (found.size() > 1) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Several sessions have the handle " + wanted + ": use --did with one of "
                            + String.join(", ", found));
        }
        return found.get(0);
    }

    /**
     * Returns the account's session.
     *
     * @throws CommandException if there is none
     */
    OAuthSession session(CliStore store) {
        String account = did(store);
        // Opening a missing store would create it.
        if (Files.exists(store.path())) {
            store.requireSessionStore();
            return store.load(account).orElseThrow(() -> notFound(account, store));
        }
        throw notFound(account, store);
    }

    private static CommandException notFound(String account, CliStore store) {
        return new CommandException(ExitCode.NO_SESSION, "No session of " + account + " in " + store.path());
    }
}
