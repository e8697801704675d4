package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of the stored accounts is meant. */
final class AccountOption {

    @Option(names = "--did", required = true, paramLabel = "DID", description = "The account's DID, as in the list.")
    private @Nullable String did;

    @Option(
            names = "--handle",
            required = true,
            paramLabel = "HANDLE",
            description = "The account's handle, as in the list: nobody is asked for it.")
    private @Nullable String handle;

    /** Returns the account's DID; by a handle, that of the one session that has it. */
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
            throw new CommandException(
                    ExitCode.NO_SESSION, "There is no session with the handle " + wanted + " in " + store.path());
        }
        if (found.size() > 1) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Several sessions have the handle " + wanted + ". Say which by --did: "
                            + found.stream().collect(Collectors.joining(", ")));
        }
        return found.get(0);
    }

    /** Returns the account's session. */
    OAuthSession session(CliStore store) {
        String account = did(store);
        // Without opening it: there is nothing in a store that is not there.
        if (Files.exists(store.path())) {
            store.requireOurs();
            return store.load(account).orElseThrow(() -> none(account, store));
        }
        throw none(account, store);
    }

    private static CommandException none(String account, CliStore store) {
        return new CommandException(ExitCode.NO_SESSION, "There is no session of " + account + " in " + store.path());
    }
}
