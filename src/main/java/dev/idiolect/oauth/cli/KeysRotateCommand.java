package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.seal.internal.SealException;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreProblem;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Encrypts all sessions with a new key. */
@Command(
        name = "rotate",
        header = "Encrypt all sessions with a new key.",
        description = {
            "Adds a new key in front of the others in the file of --encryption-keys, then encrypts each session with it, plain"
                    + " ones too. Applications that read this file use the new key without a restart. Old keys stay in the"
                    + " file.",
            "If an earlier rotation is not finished, finishes it instead of adding a key. You can interrupt the command at any"
                    + " point, and run it again.",
            ""
        },
        footer = {"", "Example:", "  idiolect oauth keys rotate --encryption-keys /etc/my-app/encryption-keys.json"},
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Help.OK,
            ExitCode.Help.FAILED,
            ExitCode.Help.USAGE,
            ExitCode.Help.TRY_LATER,
            ExitCode.Help.STORE,
            ExitCode.Help.BUG,
            ExitCode.Help.INTERRUPTED
        })
final class KeysRotateCommand extends StoreCommand {

    private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(3);

    KeysRotateCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    int run(CliStore store, Console console) {
        Path file = storeOptions().keyFile(environment().variables());
        KeyFiles.Lock lock = KeyFiles.lock(file);
        try {
            String jwks = read(file);
            Result earlier = new Result(ids(jwks).get(0), false);
            encryptAll(store, earlier, console);
            if (earlier.encrypted > 0) {
                return report(earlier, console);
            }
            Result rotated = new Result(addKey(file, jwks), true);
            // An open store uses the old key until it meets the new one.
            try (CliStore reopened = storeOptions().store(environment().variables())) {
                encryptAll(reopened, rotated, console);
            }
            return report(rotated, console);
        } finally {
            lock.close();
        }
    }

    private String addKey(Path file, String jwks) {
        String id = KeyIds.next(environment().clock());
        try {
            KeyFiles.replace(file, NewKeys.before(id, jwks));
            return id;
        } catch (SealException e) {
            throw invalid(e);
        }
    }

    /** The outcome of one pass over all sessions of the store. */
    private static final class Result {

        private final String keyId;
        private final boolean added;
        private final List<String> failures = new ArrayList<>();
        private int sessions;
        private int encrypted;

        Result(String keyId, boolean added) {
            this.keyId = keyId;
            this.added = added;
        }
    }

    private void encryptAll(CliStore store, Result result, Console console) {
        if (!store.exists()) {
            return;
        }
        List<String> dids = new ArrayList<>();
        store.report(session -> dids.add(session.did())).problems().stream()
                .filter(problem -> problem.kind() == StoreProblem.Kind.UNREADABLE)
                .forEach(problem -> result.failures.add(problem.message() + ". " + problem.remedy()));
        result.sessions = dids.size();
        try {
            for (int i = 0; i < dids.size(); i++) {
                if (environment().terminal().showsProgress()) {
                    console.progress(
                            "Encrypting session " + (i + 1) + " of " + dids.size() + " with the key " + result.keyId);
                }
                try {
                    result.encrypted += store.reseal(dids.get(i), LOCK_TIMEOUT) ? 1 : 0;
                } catch (StoreException e) {
                    result.failures.add(String.valueOf(e.getMessage()));
                }
            }
        } finally {
            console.endProgress();
        }
    }

    private int report(Result result, Console console) {
        result.failures.forEach(console::error);
        console.info(
                (result.added ? "Added the key " + result.keyId : "Finished the rotation to the key " + result.keyId)
                        + ". Sessions encrypted with it now: " + result.encrypted + " of " + result.sessions + "."
                        + (result.failures.isEmpty() ? "" : " Run the command again for the others."));
        if (json()) {
            JsonArrayBuilder problems = Json.createArrayBuilder();
            result.failures.forEach(problems::add);
            print(Json.createObjectBuilder()
                    .add("key", result.keyId)
                    .add("added", result.added)
                    .add("sessions", result.sessions)
                    .add("encrypted", result.encrypted)
                    .add("problems", problems)
                    .build());
        }
        return result.failures.isEmpty() ? ExitCode.OK : ExitCode.STORE;
    }

    private static String read(Path file) {
        try {
            return KeySource.file(file).keys();
        } catch (UncheckedIOException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Invalid --encryption-keys: " + e.getMessage()
                            + ". Make one with: idiolect oauth keys new --output " + file,
                    e);
        }
    }

    private static List<String> ids(String jwks) {
        try {
            return NewKeys.ids(jwks);
        } catch (SealException e) {
            throw invalid(e);
        }
    }

    private static CommandException invalid(SealException e) {
        return new CommandException(ExitCode.USAGE, "Invalid --encryption-keys: " + e.getMessage(), e);
    }
}
